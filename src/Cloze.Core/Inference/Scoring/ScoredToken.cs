namespace Cloze.Inference;

/// <summary>How likely a model holds one token of a text.</summary>
/// <param name="Position">Its place among the tokens that the model reads, special ones counted, from 0.</param>
/// <param name="Id">Its id in the vocabulary.</param>
/// <param name="Token">The piece; one that continues a word keeps its <c>##</c>.</param>
/// <param name="Start">Its first character in its own text, in UTF-16 units.</param>
/// <param name="End">The character after its last.</param>
/// <param name="InPair">Whether it stands in the second text.</param>
/// <param name="LogProbability">ln P(token | the others), in nats.</param>
public sealed record ScoredToken(
    int Position, int Id, string Token, int Start, int End, bool InPair, double LogProbability);
