namespace Cloze.Evaluation;

/// <summary>How well masked tokens of held-out text are predicted.</summary>
/// <param name="Loss">Mean cross entropy over the masked tokens, in nats.</param>
/// <param name="Top1Accuracy">Share of them whose true piece comes first.</param>
/// <param name="Top5Accuracy">Share of them whose true piece is among the first five.</param>
/// <param name="MaskedTokens">Their number.</param>
/// <param name="MaskHash">Names the text and its masks: results with one hash can be compared.</param>
public sealed record EvaluationResult(
    double Loss, double Top1Accuracy, double Top5Accuracy, int MaskedTokens, string MaskHash)
{
    /// <summary>
    /// The standard error of <see cref="Loss"/>, in nats: the deviation of the tokens' losses over the root of their
    /// number. Tokens of one text are alike, so that on other texts the loss may differ by more. Null for a single
    /// token.
    /// </summary>
    public double? StandardError { get; init; }

    /// <summary>Half the width of the interval that has the mean loss with 95 %; null for a single token.</summary>
    public double? Margin => 1.96 * StandardError;

    /// <summary>The second task on pairs of the same text; null where the model has none.</summary>
    public NextSentenceResult? NextSentence { get; init; }

    /// <summary>exp(<see cref="Loss"/>).</summary>
    public double Perplexity => Math.Exp(Loss);
}
