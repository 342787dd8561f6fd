using Cloze.Models;

namespace Cloze.Training;

/// <summary>
/// Hears what a training run does, in order, on the thread that runs it. Every method does nothing by default: write
/// only those that matter. An exception from one ends the run; the last checkpoint stands.
/// </summary>
public interface ITrainingObserver
{
    /// <summary>The run enters a phase.</summary>
    void OnPhase(TrainingPhase phase)
    {
    }

    /// <summary>Something a person should read: a warning, or what was found.</summary>
    void OnMessage(string message)
    {
    }

    /// <summary>The weights to continue from were loaded.</summary>
    /// <param name="report">What of the folder was not used, and what of the model is not from it.</param>
    void OnLoaded(LoadReport report)
    {
    }

    /// <summary>Everything is ready, the first step comes next.</summary>
    void OnStart(TrainingStart start)
    {
    }

    /// <summary>A step is done. Called after every one: it must neither take long nor allocate.</summary>
    void OnStep(in StepReport step)
    {
    }

    /// <summary>The model was evaluated.</summary>
    void OnEvaluation(EvaluationReport evaluation)
    {
    }

    /// <summary>A checkpoint was saved.</summary>
    /// <param name="step">The step whose state it holds.</param>
    /// <param name="folder">The model folder.</param>
    void OnCheckpoint(int step, string folder)
    {
    }

    /// <summary>The run is over, by itself or by interruption.</summary>
    void OnEnd(TrainingResult result)
    {
    }
}
