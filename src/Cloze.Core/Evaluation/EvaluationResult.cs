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
    /// <summary>exp(<see cref="Loss"/>).</summary>
    public double Perplexity => Math.Exp(Loss);
}
