using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary>
/// Stands before what draws a run: options in messages get the names they have on the command line, and an interruption
/// is acknowledged at once, on whatever thread it comes.
/// </summary>
/// <param name="inner">What draws.</param>
/// <param name="verb">Whose options are named.</param>
internal sealed class TrainingVoice(ITrainingObserver inner, Command verb) : ITrainingObserver
{
    private readonly Lock _speaking = new();
    private bool _isTraining;

    /// <summary>Runs a training that is heard through this one.</summary>
    public static TrainingResult Run(
        TrainingOptions options, ITrainingObserver observer, Command verb, CancellationToken cancellation)
    {
        var voice = new TrainingVoice(observer, verb);
        using CancellationTokenRegistration heard = cancellation.Register(voice.OnInterrupted);
        return TrainingRun.Run(options, voice, cancellation);
    }

    public void OnPhase(TrainingPhase phase)
    {
        lock (_speaking)
        {
            _isTraining = phase == TrainingPhase.Training;
            inner.OnPhase(phase);
        }
    }

    public void OnMessage(string message)
    {
        lock (_speaking) inner.OnMessage(OptionNames.Render(message, verb));
    }

    public void OnLoaded(LoadReport report)
    {
        lock (_speaking) inner.OnLoaded(report);
    }

    public void OnStart(TrainingStart start)
    {
        lock (_speaking) inner.OnStart(start);
    }

    public void OnStep(in StepReport step)
    {
        lock (_speaking) inner.OnStep(step);
    }

    public void OnEvaluation(EvaluationReport evaluation)
    {
        lock (_speaking) inner.OnEvaluation(evaluation);
    }

    public void OnCheckpoint(int step, string folder)
    {
        lock (_speaking) inner.OnCheckpoint(step, folder);
    }

    public void OnEnd(TrainingResult result)
    {
        lock (_speaking) inner.OnEnd(result);
    }

    private void OnInterrupted()
    {
        lock (_speaking)
        {
            inner.OnMessage(
                _isTraining ? "stopping after this step; again to quit at once" : "stopping; again to quit at once");
        }
    }
}
