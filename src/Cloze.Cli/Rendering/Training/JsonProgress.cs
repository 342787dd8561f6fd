using Cloze.Cli.Hosting;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Cli.Rendering.Training;

/// <summary>A run as JSON lines on standard output, each with <c>event</c>; messages go to standard error.</summary>
internal sealed class JsonProgress(CliContext context) : ITrainingObserver
{
    public void OnPhase(TrainingPhase phase) => context.Error.WriteLine(TrainingLines.Phase(phase));

    public void OnMessage(string message) => context.Error.WriteLine(message);

    public void OnLoaded(LoadReport report) => context.Error.WriteLine(TrainingLines.Loaded(report));

    public void OnStart(TrainingStart start) => Write(StartEvent.From(start));

    public void OnStep(in StepReport step) => Write(StepEvent.From(step));

    public void OnEvaluation(EvaluationReport report) => Write(EvaluationEvent.From(report));

    public void OnCheckpoint(int step, string folder) =>
        context.Error.WriteLine(TrainingLines.Checkpoint(step, folder));

    public void OnEnd(TrainingResult result) => Write(EndEvent.From(result));

    private void Write<T>(T value) => context.Output.WriteLine(Json.Line(value));
}
