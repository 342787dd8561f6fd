namespace Cloze.Inference;

/// <summary>How likely a model holds a text.</summary>
/// <param name="LogProbability">
/// The pseudo-log-likelihood (Salazar et al. 2020): the sum over the tokens of ln P(token | the others), in nats.
/// </param>
/// <param name="PseudoPerplexity">exp(-<paramref name="LogProbability"/> / tokens).</param>
/// <param name="Tokens">The tokens in order, without those put round the text and masks that stand in it.</param>
/// <param name="Words">The words in order, punctuation marks among them.</param>
/// <param name="TokensCut">Tokens cut off because the text is longer than the model's positions; 0 for none.</param>
public sealed record TextScore(
    double LogProbability,
    double PseudoPerplexity,
    IReadOnlyList<ScoredToken> Tokens,
    IReadOnlyList<ScoredWord> Words,
    int TokensCut)
{
    /// <summary>
    /// Masks that stand in the text: they have no score, and to the other tokens they are words that nobody knows.
    /// </summary>
    public int Masks { get; init; }
}
