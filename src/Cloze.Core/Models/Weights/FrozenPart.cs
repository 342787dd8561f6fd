using System.Globalization;
using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// The part of a model that does not learn: nothing, its embeddings, or these and the first layers. It is a beginning
/// of the flat buffer of parameters. Where the decoder is tied, its matrix is frozen with the word embeddings.
/// </summary>
public readonly record struct FrozenPart
{
    private const string NoneWord = "none";
    private const string EmbeddingsWord = "embeddings";
    private const string LayersWord = "layers:";

    private FrozenPart(bool hasEmbeddings, int layers) => (HasEmbeddings, Layers) = (hasEmbeddings, layers);

    /// <summary>Nothing.</summary>
    public static FrozenPart None => default;

    /// <summary>Word, position and token type embeddings, and their LayerNorm.</summary>
    public static FrozenPart Embeddings => new(true, 0);

    /// <summary>Whether everything learns.</summary>
    public bool IsNone => !HasEmbeddings;

    /// <summary>Whether the embeddings do not learn.</summary>
    public bool HasEmbeddings { get; }

    /// <summary>How many layers, from the first on, do not learn.</summary>
    public int Layers { get; }

    /// <summary>The embeddings and so many layers.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public static FrozenPart FirstLayers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new FrozenPart(true, count);
    }

    /// <summary>Reads what <see cref="ToString"/> writes; null where it is something else.</summary>
    public static FrozenPart? TryParse(string text)
    {
        if (text == NoneWord) return None;
        if (text == EmbeddingsWord) return Embeddings;
        if (!text.StartsWith(LayersWord, StringComparison.Ordinal)) return null;
        return int.TryParse(text.AsSpan(LayersWord.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int n)
            && n > 0
                ? FirstLayers(n)
                : null;
    }

    /// <summary>"none", "embeddings" or "layers:6".</summary>
    public override string ToString() =>
        IsNone ? NoneWord
        : Layers == 0 ? EmbeddingsWord
        : string.Create(CultureInfo.InvariantCulture, $"{LayersWord}{Layers}");

    /// <summary>Values of the flat buffer that the part takes, from its beginning on.</summary>
    internal nint Length(ParameterLayout layout)
    {
        FrozenPart part = this;
        return layout.Parameters.FirstOrDefault(parameter => !part.Has(parameter))?.Offset ?? layout.Length;
    }

    /// <summary>What of a flat buffer [1, layout.Length] is not in the part, [1, n].</summary>
    internal Tensor Rest(ParameterLayout layout, Tensor all)
    {
        if (IsNone) return all;
        nint length = Length(layout);
        return all.Slice(length, 1, checked((int)(layout.Length - length)));
    }

    private bool Has(ParameterSpec parameter)
    {
        if (IsNone) return false;
        return parameter.Layer < 0 ? parameter.Part <= ModelPart.EmbeddingProjection : parameter.Layer < Layers;
    }
}
