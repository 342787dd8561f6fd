namespace Cloze.Inference;

/// <summary>One way to fill all masks of a text together.</summary>
/// <param name="Tokens">A piece for each mask, in order; one that continues a word keeps its <c>##</c>.</param>
/// <param name="TokenIds">Their ids.</param>
/// <param name="Text">The text as it was given, with its masks filled.</param>
/// <param name="Pair">The second text, with its masks filled; null for one text.</param>
/// <param name="LogProbability">
/// ln of the probability of all pieces together, in nats: the sum from left to right of ln P(piece | the text, the
/// pieces before it), later masks still masked. Two fillings of a text may be compared by it.
/// </param>
public sealed record JointFill(
    IReadOnlyList<string> Tokens, IReadOnlyList<int> TokenIds, string Text, string? Pair, double LogProbability)
{
    /// <summary>exp(<see cref="LogProbability"/>), 0 to 1.</summary>
    public double Probability => Math.Exp(LogProbability);
}
