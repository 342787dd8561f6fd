namespace Cloze.Inference;

/// <summary>Which vector stands for a text.</summary>
public sealed record EmbedOptions
{
    /// <summary>How the tokens' hidden states become one vector. Default the mean.</summary>
    public Pooling Pooling { get; init; } = Pooling.Mean;

    /// <summary>Whether the vector is divided by its Euclidean length. Default true.</summary>
    public bool Normalize { get; init; } = true;

    /// <summary>Whose hidden states: 0 the embeddings', 1 to L a layer's; null, the default, the last's.</summary>
    public int? Layer { get; init; }
}
