using Cloze.Text;

namespace Cloze.Inference;

/// <summary>One word proposed for a masked position.</summary>
/// <param name="TokenId">The id of its first piece in the vocabulary.</param>
/// <param name="Token">Its text; a piece that continues a word keeps its <c>##</c>.</param>
/// <param name="Probability">
/// Softmax over the whole vocabulary, 0 to 1; of a word of several pieces the product of theirs, see
/// <see cref="LogProbability"/>.
/// </param>
/// <param name="Sequence">
/// What Hugging Face's pipeline calls so: the text decoded from the ids with the mask filled, in the letters and
/// spacing of the vocabulary. With several masks, or two texts, it has the special tokens.
/// </param>
public sealed record Prediction(int TokenId, string Token, double Probability, string Sequence)
{
    /// <summary>
    /// ln of <see cref="Probability"/>, in nats. A word of k pieces stands in the place of k masks, and this is the
    /// chain from left to right: the sum of ln P(piece j | the text, pieces before j), later pieces still masked (the
    /// rule of Kauf and Ivanova 2023). Words are ranked by it, whatever their number of pieces.
    /// </summary>
    public double LogProbability { get; init; } = Math.Log(Probability);

    /// <summary>The ids of its pieces, one or more.</summary>
    public IReadOnlyList<int> TokenIds => (IReadOnlyList<int>?)Pieces ?? [TokenId];

    /// <summary>
    /// The text as it was given, with the mask filled if it stands there: its own letters and spacing. A piece that
    /// continues a word joins the word before it.
    /// </summary>
    public string Text => Place?.Fill(Token).Text ?? Sequence;

    /// <summary>The second text as it was given, with the mask filled if it stands there; null for one text.</summary>
    public string? Pair => Place?.Fill(Token).Pair;

    /// <summary>Whether the mask stands in the second text.</summary>
    public bool IsInPair => Place is { IsInPair: true };

    /// <summary>
    /// Where <see cref="Token"/> stands in <see cref="Text"/> or, where <see cref="IsInPair"/>, in <see cref="Pair"/>;
    /// all of <see cref="Text"/> where that is not known.
    /// </summary>
    public TextSpan Span => Place?.SpanOf(Token) ?? new TextSpan(0, Text.Length);

    /// <summary>Where the mask stands; null where that is not known.</summary>
    internal MaskPlace? Place { get; init; }

    /// <summary>The pieces of a word of several; null for one.</summary>
    internal PieceIds? Pieces { get; init; }
}
