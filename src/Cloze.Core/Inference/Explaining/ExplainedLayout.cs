using Cloze.Models;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>What a model computes in the steps in which families differ.</summary>
public sealed record ExplainedLayout
{
    /// <summary>
    /// How words are cut into pieces, by the name in <c>tokenizer.json</c>: WordPiece, BPE or Unigram.
    /// </summary>
    public string PieceModel { get; init; } = "WordPiece";

    /// <summary>
    /// False: a = LayerNorm(x + attention(x)), y = LayerNorm(a + W2 f(W1 a)) (Devlin et al. 2019). True:
    /// a = x + attention(LayerNorm(x)), y = a + W2 (f(W1 n) * W3 n) with n = LayerNorm(a), queries and keys turned by
    /// their places, the first layer's x as it is and the last one's y normed (Warner et al. 2024).
    /// </summary>
    public bool NormsFirst { get; init; }

    /// <summary>
    /// The row of the table of positions that a sequence's first token reads, as <see cref="Explanation.Embeddings"/>
    /// name it: 0, or more where the rows before are kept for padding.
    /// </summary>
    public int FirstPosition { get; init; }

    /// <summary>How many tokens each layer sees to each side, [L]; null where it sees all.</summary>
    public IReadOnlyList<int?> Windows { get; init; } = [];

    /// <summary>f, the function inside the feed-forward parts, as <c>config.json</c> names it: "gelu".</summary>
    public string Activation { get; init; } = "gelu";

    /// <summary>The function inside the head that predicts words.</summary>
    public string HeadActivation { get; init; } = "gelu";

    /// <summary>The layout of a model.</summary>
    internal static ExplainedLayout Of(EncoderConfig config, Tokenizer tokenizer) => new()
    {
        PieceModel = tokenizer.Definition.Model.Kind,
        NormsFirst = config.PreNorm is not null,
        FirstPosition = config.FirstPosition,
        Windows = [.. Enumerable.Range(0, config.LayerCount).Select(layer => config.PreNorm?.WindowOf(layer))],
        Activation = EncoderFields.NameOf(config.Activation),
        HeadActivation = EncoderFields.NameOf(config.HeadActivation ?? config.Activation),
    };
}
