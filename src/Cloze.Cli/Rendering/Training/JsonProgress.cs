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

    public void OnStart(TrainingStart start) => Write(new
    {
        Event = "start",
        start.Options.Options,
        start.Options.Recipe,
        start.Parameters,
        start.Corpus,
        Baseline = EvaluationJson.From(start.Baseline),
        start.Position.Step,
        start.Memory,
        start.Backend,
    });

    public void OnStep(in StepReport step) => Write(new
    {
        Event = "step",
        step.Position.Step,
        step.Position.Tokens,
        step.Position.Seconds,
        step.TokensPerSecond,
        step.Loss,
        step.LearningRate,
        GradNorm = step.GradientNorm,
    });

    public void OnEvaluation(EvaluationReport report) => Write(new
    {
        Event = "evaluation",
        report.Position.Step,
        report.Position.Tokens,
        report.Position.Seconds,
        report.Result.Loss,
        report.Result.Perplexity,
        Top1Accuracy = report.Result.Top1Accuracy,
        Top5Accuracy = report.Result.Top5Accuracy,
        report.Result.MaskedTokens,
        report.Result.MaskHash,
        Final = report.IsFinal,
    });

    public void OnCheckpoint(int step, string folder) =>
        context.Error.WriteLine(TrainingLines.Checkpoint(step, folder));

    public void OnEnd(TrainingResult result) => Write(new
    {
        Event = "end",
        result.Evaluation?.Loss,
        result.Evaluation?.Perplexity,
        Top1Accuracy = result.Evaluation?.Top1Accuracy,
        Top5Accuracy = result.Evaluation?.Top5Accuracy,
        result.Evaluation?.MaskedTokens,
        result.Evaluation?.MaskHash,
        result.Position.Tokens,
        result.Position.Seconds,
        result.TokensPerSecond,
        result.Model,
        Interrupted = result.IsInterrupted,
        Profile = result.Profile.Count == 0 ? null : result.Profile,
    });

    private void Write<T>(T value) => context.Output.WriteLine(Json.Line(value));
}
