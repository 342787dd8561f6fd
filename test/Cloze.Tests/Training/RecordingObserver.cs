using Cloze.Models;
using Cloze.Training;

namespace Cloze.Tests.Training;

/// <summary>Keeps what a run reports, and can act on a step.</summary>
internal sealed class RecordingObserver : ITrainingObserver
{
    public List<TrainingPhase> Phases { get; } = [];

    public List<string> Messages { get; } = [];

    public List<LoadReport> Loads { get; } = [];

    public List<TrainingStart> Starts { get; } = [];

    public List<StepReport> Steps { get; } = [];

    public List<EvaluationReport> Evaluations { get; } = [];

    public List<int> Checkpoints { get; } = [];

    public List<TrainingResult> Ends { get; } = [];

    /// <summary>Called after every step with its number.</summary>
    public Action<int>? AfterStep { get; init; }

    /// <summary>Called when a checkpoint of a step stands, before its model does.</summary>
    public Action<int>? AfterCheckpoint { get; init; }

    /// <summary>Called when a phase begins.</summary>
    public Action<TrainingPhase>? AfterPhase { get; init; }

    public void OnPhase(TrainingPhase phase)
    {
        Phases.Add(phase);
        AfterPhase?.Invoke(phase);
    }

    public void OnMessage(string message) => Messages.Add(message);

    public void OnLoaded(LoadReport report) => Loads.Add(report);

    public void OnStart(TrainingStart start) => Starts.Add(start);

    public void OnStep(in StepReport step)
    {
        Steps.Add(step);
        AfterStep?.Invoke(step.Position.Step);
    }

    public void OnEvaluation(EvaluationReport evaluation) => Evaluations.Add(evaluation);

    public void OnCheckpoint(int step, string folder)
    {
        Checkpoints.Add(step);
        AfterCheckpoint?.Invoke(step);
    }

    public void OnEnd(TrainingResult result) => Ends.Add(result);
}
