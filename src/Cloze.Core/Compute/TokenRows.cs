namespace Cloze.Compute;

/// <summary>What the embedding looks up for each of the T tokens of a batch.</summary>
/// <param name="ids">Word piece ids, [T].</param>
/// <param name="positions">Positions within the sequence, [T].</param>
/// <param name="types">Token types, [T].</param>
internal readonly ref struct TokenRows(ReadOnlySpan<int> ids, ReadOnlySpan<int> positions, ReadOnlySpan<int> types)
{
    /// <summary>Word piece ids, [T].</summary>
    public ReadOnlySpan<int> Ids { get; } = ids;

    /// <summary>Positions within the sequence, [T].</summary>
    public ReadOnlySpan<int> Positions { get; } = positions;

    /// <summary>Token types, [T].</summary>
    public ReadOnlySpan<int> Types { get; } = types;
}
