namespace Cloze.Compute;

/// <summary>The places of the operands of attention and its gradient.</summary>
internal readonly record struct AttentionOperands
{
    /// <summary>Query, key and value side by side, [T, 3H].</summary>
    public required DevicePointer QueryKeyValue { get; init; }

    /// <summary>Starts of the sequences and the end of the last, int32 [S + 1].</summary>
    public required DevicePointer Starts { get; init; }

    /// <summary>
    /// Tiles of <see cref="AttentionLauncher.TileRows"/> rows, of an <see cref="AttentionTileList"/>, int32 [tiles, 2].
    /// </summary>
    public required DevicePointer Tiles { get; init; }

    /// <summary>Log-sum-exp of the scaled scores, float32 [T, A]; none where no backward pass follows.</summary>
    public DevicePointer LogSumExp { get; init; }

    /// <summary>[T, H].</summary>
    public required DevicePointer Output { get; init; }

    /// <summary>[T, H], of the backward pass.</summary>
    public DevicePointer OutputGradient { get; init; }

    /// <summary>[T, 3H], of the backward pass; overwritten.</summary>
    public DevicePointer QueryKeyValueGradient { get; init; }

    /// <summary>
    /// What the column sums of <see cref="QueryKeyValueGradient"/> are added to, float32 [3H]; or none.
    /// </summary>
    public DevicePointer ColumnSums { get; init; }
}
