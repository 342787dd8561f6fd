using Cloze.Training;

namespace Cloze.Cli.Rendering.Training;

/// <summary>A line of <c>train --json</c>: one optimizer step.</summary>
internal sealed record StepEvent(
    string Event,
    int Step,
    double Epoch,
    long Tokens,
    double Seconds,
    double TokensPerSecond,
    double Loss,
    float LearningRate,
    double GradNorm,
    double? UpdateRatio)
{
    public NextSentenceReport? NextSentence { get; init; }

    public static StepEvent From(in StepReport step) => new(
        "step",
        step.Position.Step,
        step.Epochs,
        step.Position.Tokens,
        step.Position.Seconds,
        step.TokensPerSecond,
        step.Loss,
        step.LearningRate,
        step.GradientNorm,
        step.UpdateRatio)
    {
        NextSentence = step.NextSentence,
    };
}
