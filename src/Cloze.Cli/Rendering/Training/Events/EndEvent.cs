using Cloze.Compute;
using Cloze.Evaluation;
using Cloze.Training;

namespace Cloze.Cli.Rendering.Training;

/// <summary>The last line of <c>train --json</c>: how the run ended; interrupted, it has no figures.</summary>
internal sealed record EndEvent(
    string Event,
    double? Loss,
    double? LossStandardError,
    double? Perplexity,
    double? Top1Accuracy,
    double? Top5Accuracy,
    int? MaskedTokens,
    string? MaskHash,
    long Tokens,
    double Seconds,
    double Epochs,
    double TokensPerSecond,
    double? BatchFill,
    string Model,
    BestModelReport? Best,
    AverageReport? Average,
    bool Interrupted,
    bool? StoppedEarly,
    IReadOnlyList<OperationProfile>? Profile)
{
    public NextSentenceResult? NextSentence { get; init; }

    public static EndEvent From(TrainingResult result) => new(
        "end",
        result.Evaluation?.Loss,
        result.Evaluation?.StandardError,
        result.Evaluation?.Perplexity,
        result.Evaluation?.Top1Accuracy,
        result.Evaluation?.Top5Accuracy,
        result.Evaluation?.MaskedTokens,
        result.Evaluation?.MaskHash,
        result.Position.Tokens,
        result.Position.Seconds,
        result.Epochs,
        result.TokensPerSecond,
        result.BatchFill > 0 ? result.BatchFill : null,
        result.Model,
        result.Best,
        result.Average,
        result.IsInterrupted,
        result.IsStoppedEarly ? true : null,
        result.Profile.Count == 0 ? null : result.Profile)
    {
        NextSentence = result.Evaluation?.NextSentence,
    };
}
