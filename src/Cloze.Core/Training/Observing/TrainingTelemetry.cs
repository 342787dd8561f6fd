using System.Diagnostics.Metrics;

namespace Cloze.Training;

/// <summary>
/// The names under which runs are observed, by OpenTelemetry or <c>dotnet-counters</c> for one. All bear
/// <c>cloze.model</c>, the name of the run's folder.
/// </summary>
public static class TrainingTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "Cloze.Training";

    private static readonly InstrumentAdvice<double> s_seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60],
    };

    private static readonly Meter s_meter = new(Name);

    internal static Counter<long> Steps { get; } = s_meter.CreateCounter<long>(
        "cloze.training.steps", "{step}", "Optimizer steps done.");

    internal static Counter<long> Tokens { get; } = s_meter.CreateCounter<long>(
        "cloze.training.tokens", "{token}", "Tokens read.");

    internal static Histogram<double> StepDuration { get; } = s_meter.CreateHistogram(
        "cloze.training.step.duration", "s", "One step.", tags: null, s_seconds);

    internal static Gauge<double> Loss { get; } = s_meter.CreateGauge<double>(
        "cloze.training.loss", "{nat}", "Training loss, averaged over about the last hundred steps.");

    internal static Gauge<double> LearningRate { get; } = s_meter.CreateGauge<double>(
        "cloze.training.learning_rate", "1", "Learning rate of the last step.");

    internal static Gauge<double> GradientNorm { get; } = s_meter.CreateGauge<double>(
        "cloze.training.gradient_norm", "1", "Norm of the last step's gradients before clipping.");

    internal static Gauge<double> UpdateRatio { get; } = s_meter.CreateGauge<double>(
        "cloze.training.update_ratio", "1", "Norm of the weights' change over their norm, when it was measured last.");

    internal static Gauge<double> Progress { get; } = s_meter.CreateGauge<double>(
        "cloze.training.progress", "1", "Share of the budget that is spent.");

    internal static Gauge<double> HeldOutLoss { get; } = s_meter.CreateGauge<double>(
        "cloze.training.held_out.loss", "{nat}", "Loss of the last evaluation on held-out text.");

    internal static Gauge<double> HeldOutAccuracy { get; } = s_meter.CreateGauge<double>(
        "cloze.training.held_out.accuracy", "1", "Share of right first guesses of the last evaluation.");

    internal static Counter<long> Checkpoints { get; } = s_meter.CreateCounter<long>(
        "cloze.training.checkpoints", "{checkpoint}", "Checkpoints saved.");
}
