using Cloze.Compute;

namespace Cloze.Models;

/// <summary>The sizes and settings of a BERT (Devlin et al. 2019), as <c>config.json</c> has them.</summary>
public sealed record EncoderConfig
{
    /// <summary>The <see cref="PaddingId"/> of a model that has none.</summary>
    internal const int NoPadding = -1;

    /// <summary>V, the number of word pieces.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>H, the width of a token's vector.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>L, the number of encoder layers.</summary>
    public int LayerCount { get; init; } = 12;

    /// <summary>A, the number of attention heads; divides H.</summary>
    public int AttentionHeadCount { get; init; } = 12;

    /// <summary>F, the width inside the feed-forward part.</summary>
    public int InnerSize { get; init; } = 3072;

    /// <summary>The longest sequence, in tokens.</summary>
    public int MaximumPositions { get; init; } = 512;

    /// <summary>Number of token types (segments).</summary>
    public int TokenTypes { get; init; } = 2;

    /// <summary>The function between the two linear layers of the feed-forward part, and in the head.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

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

    /// <summary>Whether the decoder's weight and bias are the word embeddings and the prediction bias.</summary>
    public bool TieDecoder { get; init; } = true;

    /// <summary>Checks sizes and settings; a configuration read from a file is checked already.</summary>
    /// <exception cref="ClozeException">
    /// A size is out of bounds, H is no multiple of A, or a rate is not between 0 and 1.
    /// </exception>
    public void Validate()
    {
        if (EncoderConfigRules.Find(this) is not { } fault) return;
        throw new ClozeException(
            FormattableString.Invariant($"The model's {fault.Field} is {fault.Found}, expected {fault.Expected}."),
            $"Choose another {fault.Field}.");
    }
}
