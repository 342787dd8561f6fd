namespace Cloze.Inference;

/// <summary>What <see cref="MaskedLanguageModel"/> reads out of a forward pass that it explains.</summary>
public sealed record ExplainOptions
{
    /// <summary>How many predictions for each mask.</summary>
    public int TopK { get; init; } = 5;

    /// <summary>How many of the H values of each vector, from the first; more than there are gives all.</summary>
    public int Values { get; init; } = 6;

    /// <summary>The position whose vectors are read, from 0; null for the first masked one.</summary>
    public int? Row { get; init; }

    /// <summary>The layer whose attention is read, 1 to L; null for none.</summary>
    public int? AttentionLayer { get; init; }
}
