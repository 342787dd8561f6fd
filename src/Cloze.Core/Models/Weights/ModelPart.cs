namespace Cloze.Models;

/// <summary>
/// What a parameter is for, whatever its family calls it. Each part has a weight, a bias, or both.
/// </summary>
internal enum ModelPart
{
    /// <summary>Word pieces, [V, E].</summary>
    WordEmbeddings,

    /// <summary>Positions, [first position + longest sequence, E].</summary>
    PositionEmbeddings,

    /// <summary>Token types, [types, E].</summary>
    TypeEmbeddings,

    /// <summary>The norm after the embeddings.</summary>
    EmbeddingNorm,

    /// <summary>From the embeddings to the hidden states, [H, E], where the two differ in width.</summary>
    EmbeddingProjection,

    /// <summary>A layer's queries, [H, H].</summary>
    Query,

    /// <summary>A layer's keys, [H, H].</summary>
    Key,

    /// <summary>A layer's values, [H, H].</summary>
    Value,

    /// <summary>A layer's queries, keys and values in one tensor, [3H, H].</summary>
    QueryKeyValue,

    /// <summary>After a layer's attention, [H, H].</summary>
    AttentionOutput,

    /// <summary>A layer's norm of attention: after it, or before it where norms come first.</summary>
    AttentionNorm,

    /// <summary>Into a layer's feed-forward part, [F, H], or [2F, H] where it is gated.</summary>
    Inner,

    /// <summary>Out of a layer's feed-forward part, [H, F].</summary>
    Output,

    /// <summary>A layer's norm of the feed-forward part: after it, or before it where norms come first.</summary>
    OutputNorm,

    /// <summary>The norm after the last layer, where norms come first.</summary>
    FinalNorm,

    /// <summary>The pooler, [H, H].</summary>
    Pooler,

    /// <summary>The prediction head's linear layer, [E, H].</summary>
    Transform,

    /// <summary>The prediction head's norm.</summary>
    TransformNorm,

    /// <summary>The bias of the prediction, [V]; it has no weight.</summary>
    Prediction,

    /// <summary>A decoder of its own, [V, E].</summary>
    Decoder,

    /// <summary>The next-sentence head, [2, H].</summary>
    NextSentence,
}
