using Cloze.Evaluation;

namespace Cloze.Training;

/// <summary>An evaluation on held-out text as a run's log has it.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Tokens">Tokens read.</param>
/// <param name="Seconds">Training time.</param>
/// <param name="Loss">Mean masked cross entropy, in nats.</param>
/// <param name="Top1Accuracy">Share of masks whose true piece comes first.</param>
/// <param name="Top5Accuracy">Share of masks whose true piece is among the first five.</param>
/// <param name="MaskedTokens">Masks.</param>
/// <param name="MaskHash">Names the text and its masks.</param>
/// <param name="Final">Whether everything held out was evaluated; before the end a fixed part is.</param>
public sealed record RunEvaluation(
    int Step,
    long Tokens,
    double Seconds,
    double? Loss,
    double Top1Accuracy,
    double Top5Accuracy,
    int MaskedTokens,
    string MaskHash,
    bool Final)
{
    /// <summary>The masked tokens by frequency, the most frequent tenth first.</summary>
    public IReadOnlyList<EvaluationGroup> ByFrequency { get; init; } = [];

    /// <summary>The second task on sentence pairs; null where the objective has none.</summary>
    public NextSentenceResult? NextSentence { get; init; }

    /// <summary>Masks filled in the same held-out sentences each time.</summary>
    public IReadOnlyList<FilledMask> Examples { get; init; } = [];
}
