using Cloze.Inference;

namespace Cloze.Server.Answers;

/// <summary>How likely a model holds a text.</summary>
/// <param name="LogProbability">The pseudo-log-likelihood, in nats.</param>
/// <param name="PseudoPerplexity">exp of its negative, a token.</param>
/// <param name="Tokens">The share of each token.</param>
/// <param name="Words">The share of each word.</param>
/// <param name="TokensCut">How many tokens did not fit; null for none.</param>
internal sealed record ScoreAnswer(
    double LogProbability,
    double PseudoPerplexity,
    IReadOnlyList<ScoredToken> Tokens,
    IReadOnlyList<ScoredWordAnswer> Words,
    int? TokensCut)
{
    /// <summary>The answer that tells a score.</summary>
    public static ScoreAnswer Of(TextScore score) => new(
        score.LogProbability,
        score.PseudoPerplexity,
        score.Tokens,
        [.. score.Words.Select(ScoredWordAnswer.Of)],
        score.TokensCut > 0 ? score.TokensCut : null);
}
