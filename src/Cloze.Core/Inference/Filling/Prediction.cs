using Cloze.Text;

namespace Cloze.Inference;

/// <summary>One word piece proposed for a masked position.</summary>
/// <param name="TokenId">Its id in the vocabulary.</param>
/// <param name="Token">Its text; a piece that continues a word keeps its <c>##</c>.</param>
/// <param name="Probability">Softmax over the whole vocabulary, 0 to 1.</param>
/// <param name="Sequence">The text with the mask filled, decoded from the ids.</param>
public sealed record Prediction(int TokenId, string Token, double Probability, string Sequence)
{
    /// <summary>TODO merge.</summary>
    public string Text => Sequence;

    /// <summary>TODO merge.</summary>
    public string? Pair => null;

    /// <summary>TODO merge.</summary>
    public bool IsInPair => false;

    /// <summary>TODO merge.</summary>
    public TextSpan Span => new(Math.Max(Sequence.IndexOf(Token, StringComparison.Ordinal), 0), Math.Max(Sequence.IndexOf(Token, StringComparison.Ordinal), 0) + 1);
}
