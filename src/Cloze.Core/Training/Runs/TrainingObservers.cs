using Cloze.Models;

namespace Cloze.Training;

/// <summary>Several observers of one run, told in their order.</summary>
/// <param name="observers">The observers.</param>
public sealed class TrainingObservers(params ITrainingObserver[] observers) : ITrainingObserver
{
    /// <inheritdoc/>
    public void OnPhase(TrainingPhase phase)
    {
        foreach (ITrainingObserver observer in observers) observer.OnPhase(phase);
    }

    /// <inheritdoc/>
    public void OnMessage(string message)
    {
        foreach (ITrainingObserver observer in observers) observer.OnMessage(message);
    }

    /// <inheritdoc/>
    public void OnLoaded(LoadReport report)
    {
        foreach (ITrainingObserver observer in observers) observer.OnLoaded(report);
    }

    /// <inheritdoc/>
    public void OnStart(TrainingStart start)
    {
        foreach (ITrainingObserver observer in observers) observer.OnStart(start);
    }

    /// <inheritdoc/>
    public void OnStep(in StepReport step)
    {
        foreach (ITrainingObserver observer in observers) observer.OnStep(step);
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationReport evaluation)
    {
        foreach (ITrainingObserver observer in observers) observer.OnEvaluation(evaluation);
    }

    /// <inheritdoc/>
    public void OnCheckpoint(int step, string folder)
    {
        foreach (ITrainingObserver observer in observers) observer.OnCheckpoint(step, folder);
    }

    /// <inheritdoc/>
    public void OnEnd(TrainingResult result)
    {
        foreach (ITrainingObserver observer in observers) observer.OnEnd(result);
    }
}
