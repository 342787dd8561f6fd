using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// The sizes and settings of an encoder, as <c>config.json</c> has them; which blocks the encoder is made of follows.
/// </summary>
public sealed record EncoderConfig
{
    /// <summary>The <see cref="PaddingId"/> of a model that has none.</summary>
    internal const int NoPadding = -1;

    /// <summary>The kind of model, by the word that <c>model_type</c> has for it.</summary>
    public string ModelType { get; init; } = ModelFamilies.Default;

    /// <summary>V, the number of word pieces.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>H, the width of a token's vector.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>
    /// E, the width of the embeddings: H, unless a linear layer stands between them and the first encoder layer.
    /// </summary>
    public int EmbeddingSize
    {
        get => field == 0 ? HiddenSize : field;
        init;
    }

    /// <summary>L, the number of encoder layers.</summary>
    public int LayerCount { get; init; } = 12;

    /// <summary>A, the number of attention heads; divides H.</summary>
    public int AttentionHeadCount { get; init; } = 12;

    /// <summary>F, the width inside the feed-forward part.</summary>
    public int InnerSize { get; init; } = 3072;

    /// <summary>The longest sequence, in tokens.</summary>
    public int MaximumPositions { get; init; } = 512;

    /// <summary>Number of token types (segments); 0 where the model knows none.</summary>
    public int TokenTypes { get; init; } = 2;

    /// <summary>The function inside the feed-forward part.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>The function inside the prediction head; null where it is <see cref="Activation"/>.</summary>
    internal Activation? HeadActivation { get; init; }

    /// <summary>What an encoder has whose norms come before its blocks; null where they come behind them.</summary>
    internal PreNormConfig? PreNorm { get; init; }

    /// <summary>The row of the table of positions that a sequence's first token has; no row before is used.</summary>
    internal int FirstPosition { get; init; }

    /// <summary>Whether the table has a row for each position.</summary>
    internal bool HasPositions => Family.Names.Has(ModelPart.PositionEmbeddings);

    /// <summary>The family of <see cref="ModelType"/>.</summary>
    /// <exception cref="ClozeException">There is none.</exception>
    internal ModelFamily Family => ModelFamilies.Get(ModelType);

    /// <summary>Added to the variance in LayerNorm.</summary>
    public float LayerNormEpsilon { get; init; } = 1e-12f;

    /// <summary>Dropout of hidden states in training.</summary>
    public float HiddenDropout { get; init; } = 0.1f;

    /// <summary>Dropout of attention probabilities in training.</summary>
    public float AttentionDropout { get; init; } = 0.1f;

    /// <summary>Standard deviation of random first weights.</summary>
    public float InitializerRange { get; init; } = 0.02f;

    /// <summary>
    /// Id of the padding piece, or -1 where there is none. Nothing is ever padded here: it is kept for others.
    /// </summary>
    public int PaddingId { get; init; }

    /// <summary>What the file says of other special pieces, see <see cref="Models.SpecialIds"/>.</summary>
    internal SpecialIds SpecialIds { get; init; }

    /// <summary>Whether the decoder's weight and bias are the word embeddings and the prediction bias.</summary>
    public bool TieDecoder { get; init; } = true;

    /// <summary>
    /// The standard deviation of a part's random first weights: <see cref="InitializerRange"/>, and where norms come
    /// first, 1 / sqrt(2 L) of it for what each layer adds to the stream twice (Radford et al. 2019).
    /// </summary>
    internal double DeviationOf(ModelPart part) =>
        PreNorm is not null && part is (ModelPart.AttentionOutput or ModelPart.Output)
            ? InitializerRange / Math.Sqrt(2.0 * LayerCount)
            : InitializerRange;

    /// <summary>The same with one rate of dropout everywhere.</summary>
    internal EncoderConfig WithDropout(float rate) => this with
    {
        HiddenDropout = rate,
        AttentionDropout = rate,
        PreNorm = PreNorm is null ? null : PreNorm with { EmbeddingDropout = null },
    };

    /// <summary>Checks sizes and settings; a configuration read from a file is checked already.</summary>
    /// <exception cref="ClozeException">
    /// The kind of model is not known, a size is out of bounds, H is no multiple of A, or a rate is not between 0 and
    /// 1.
    /// </exception>
    public void Validate()
    {
        if (EncoderConfigRules.Find(this) is not { } fault) return;
        throw new ClozeException(
            FormattableString.Invariant($"The model's {fault.Field} is {fault.Found}, expected {fault.Expected}."),
            $"Choose another {fault.Field}.");
    }
}
