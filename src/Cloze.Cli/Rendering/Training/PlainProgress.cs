using System.Diagnostics;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Cli.Rendering.Training;

/// <summary>Progress as plain lines, one every ten seconds, for logs and pipes.</summary>
internal sealed class PlainProgress(TextWriter error) : ITrainingObserver
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private long _last;

    public void OnPhase(TrainingPhase phase) => error.WriteLine(TrainingLines.Phase(phase));

    public void OnMessage(string message) => error.WriteLine(message);

    public void OnLoaded(LoadReport report) => error.WriteLine(TrainingLines.Loaded(report));

    public void OnStart(TrainingStart start)
    {
        foreach (string line in TrainingLines.Start(start)) error.WriteLine(line);
    }

    public void OnStep(in StepReport step)
    {
        if (_last != 0 && Stopwatch.GetElapsedTime(_last) < s_interval) return;
        _last = Stopwatch.GetTimestamp();
        error.WriteLine(TrainingLines.Step(step));
    }

    public void OnEvaluation(EvaluationReport evaluation) => error.WriteLine(TrainingLines.Evaluation(evaluation));

    public void OnCheckpoint(int step, string folder) => error.WriteLine(TrainingLines.Checkpoint(step, folder));

    public void OnEnd(TrainingResult result)
    {
        if (result.IsInterrupted) error.WriteLine(TrainingLines.Interrupted);
    }
}
