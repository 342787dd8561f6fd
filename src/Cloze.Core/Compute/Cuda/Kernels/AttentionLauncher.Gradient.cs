namespace Cloze.Compute;

/// <content>
/// The gradient: of sequences of one tile a block has all of a sequence's head; over longer ones two kernels go, one
/// with keys in its blocks and one with queries. The candidate has all of a sequence's head in a block up to 512 rows.
/// </content>
internal sealed partial class AttentionLauncher
{
    // Shared memory of attention_unit.cu: two stages of keys, values, queries and their outputs' gradients, outputs,
    // the scores' gradients, statistics, bits of dropout, column sums.
    private const int UnitBytes = (2 * 4 * TileRows * 64 * sizeof(ushort)) + (TileRows * 64 * sizeof(ushort))
        + (TileRows * TileRows * sizeof(ushort)) + (4 * Stage * sizeof(float)) + (TileRows * Stage / 8)
        + ((4 + 16) * 64 * sizeof(float));

    private readonly ColumnsLauncher _columns = new(launcher);

    /// <summary><see cref="Backend.AttentionBackward"/> over the listed tiles of so many tokens.</summary>
    /// <returns>Whether the column sums were added: not every kernel makes them.</returns>
    public bool Backward(
        in AttentionOperands o,
        AttentionTileList tiles,
        int tokens,
        int heads,
        int size,
        Dropout dropout,
        int window = AttentionPattern.Unbounded)
    {
        if (tiles.Count == 0) return false;
        window = Math.Min(window, tiles.Longest);
        if (!IsFast(size, o.QueryKeyValue, o.Output, o.OutputGradient, o.QueryKeyValueGradient))
        {
            BackwardPlain(o, tiles, (long)tokens * heads, heads, size, window, dropout);
            return false;
        }

        bool isWhole = IsWhole(tiles, size, window);
        int width = 3 * heads * size, sequences = tiles.LongSequences + tiles.Count - tiles.LongCount;
        bool sums = !o.ColumnSums.IsNone && (isWhole || tiles.LongCount == 0);
        DevicePointer partial = sums
            ? launcher.Scratch(KernelGrid.SumsSlot, (nint)sequences * width * sizeof(float))
            : DevicePointer.None;
        if (tiles.LongCount > 0)
        {
            DevicePointer delta = Delta(o, (long)tokens * heads, size);
            if (isWhole) BackwardWhole(o, tiles, heads, size, dropout, delta, partial);
            else BackwardLong(o, tiles, heads, size, window, dropout, delta);
        }

        DevicePointer others = sums ? partial + ((nint)tiles.LongSequences * width * sizeof(float)) : partial;
        if (tiles.Count > tiles.LongCount)
        {
            if (IsUnit(tiles, size, window)) BackwardUnits(o, tiles, heads, size, dropout, others);
            else BackwardShort(o, tiles, heads, size, window, dropout, others);
        }

        if (sums) _columns.Fold(partial, sequences, width, width, o.ColumnSums);
        return sums;
    }

    // Sequences of one tile: a block has all of a sequence's head.
    private void BackwardShort(
        in AttentionOperands o,
        AttentionTileList tiles,
        int heads,
        int size,
        int window,
        Dropout dropout,
        DevicePointer sums)
    {
        int rows = tiles.Longest <= ShortRows ? ShortRows : TileRows, first = tiles.LongCount;
        int shared = (rows * ((4 * size) + rows) * sizeof(ushort)) + (2 * rows * sizeof(float)) + (rows * rows / 8);
        launcher.Launch(
            "attention_short.cu",
            $"attention_short_{size}_{rows}{Suffix(tiles, window)}",
            LaunchShape.Of((long)(tiles.Count - first) * heads, 2 * rows, shared),
            [
                o.QueryKeyValue, o.Starts, o.Tiles + (first * 2 * sizeof(int)), heads, window, Scale(size),
                o.LogSumExp, o.Output, o.OutputGradient, o.QueryKeyValueGradient, sums,
                dropout.Seed, dropout.Step, dropout.Stream, dropout.Threshold, dropout.KeptScale,
            ]);
    }

    // The same, by blocks that take one after the other.
    private void BackwardUnits(
        in AttentionOperands o, AttentionTileList tiles, int heads, int size, Dropout dropout, DevicePointer sums)
    {
        int first = tiles.LongCount, count = tiles.Count - first;
        launcher.Launch(
            "attention_unit.cu",
            "attention_unit_64",
            LaunchShape.Of(Math.Min((long)count * heads, launcher.Multiprocessors), 2 * Block, UnitBytes),
            [
                o.QueryKeyValue, o.Starts, o.Tiles + (first * 2 * sizeof(int)), count, heads, Scale(size),
                o.LogSumExp, o.Output, o.OutputGradient, o.QueryKeyValueGradient, sums,
                dropout.Seed, dropout.Step, dropout.Stream, dropout.Threshold, dropout.KeptScale,
            ]);
    }

    // delta [T, A], the sums of output and its gradient over each head.
    private DevicePointer Delta(in AttentionOperands o, long count, int size)
    {
        DevicePointer delta = launcher.Scratch(KernelGrid.AttentionSlot, (nint)count * sizeof(float));
        launcher.Launch(
            "attention_backward.cu",
            $"attention_delta_{size}",
            LaunchShape.Of(KernelGrid.Ceiling(count * (size / 8), KernelGrid.Threads), KernelGrid.Threads),
            [o.Output, o.OutputGradient, delta, count]);
        return delta;
    }

    // Sequences of some tiles: a block has all of a sequence's head, too.
    private void BackwardWhole(
        in AttentionOperands o,
        AttentionTileList tiles,
        int heads,
        int size,
        Dropout dropout,
        DevicePointer delta,
        DevicePointer sums) =>
        launcher.Launch(
            "attention_whole.cu",
            "attention_whole_64",
            LaunchShape.Of((long)tiles.LongSequences * heads, 2 * Block, WholeBytes(tiles.Longest)),
            [
                o.QueryKeyValue, o.Starts, o.Tiles + (tiles.Count * 2 * sizeof(int)), heads, Scale(size),
                o.LogSumExp, delta, o.OutputGradient, o.QueryKeyValueGradient, sums,
                dropout.Seed, dropout.Step, dropout.Stream, dropout.Threshold, dropout.KeptScale,
            ]);

    private void BackwardLong(
        in AttentionOperands o,
        AttentionTileList tiles,
        int heads,
        int size,
        int window,
        Dropout dropout,
        DevicePointer delta)
    {
        string suffix = Suffix(tiles, window);
        int shared = (8 * Stage * size * sizeof(ushort)) + (2 * 2 * Stage * sizeof(float)) + (TileRows * Stage / 8);
        foreach (string part in (ReadOnlySpan<string>)["keys", "queries"])
        {
            launcher.Launch(
                "attention_backward.cu",
                $"attention_backward_{part}_{size}{suffix}",
                Shape(tiles.LongCount, heads, TileRows, shared),
                [
                    o.QueryKeyValue, o.Starts, o.Tiles, heads, window, Scale(size), o.LogSumExp, delta,
                    o.OutputGradient, o.QueryKeyValueGradient,
                    dropout.Seed, dropout.Step, dropout.Stream, dropout.Threshold, dropout.KeptScale,
                ]);
        }
    }

    private void BackwardPlain(
        in AttentionOperands o, AttentionTileList tiles, long count, int heads, int size, int window, Dropout dropout)
    {
        DevicePointer delta = launcher.Scratch(KernelGrid.AttentionSlot, (nint)count * sizeof(float));
        launcher.Launch(
            "attention_plain.cu",
            "attention_plain_delta",
            LaunchShape.Of(KernelGrid.Ceiling(count, KernelGrid.Warps), KernelGrid.Threads),
            [o.Output, o.OutputGradient, delta, count, size]);
        foreach (string kernel in (ReadOnlySpan<string>)["attention_plain_keys", "attention_plain_queries"])
        {
            launcher.Launch("attention_plain.cu", kernel, Plain(tiles, heads), [
                o.QueryKeyValue, o.Starts, o.Tiles, heads, size, window, Scale(size), o.LogSumExp, delta,
                o.OutputGradient,
                o.QueryKeyValueGradient,
                dropout.Seed, dropout.Step, dropout.Stream, dropout.Threshold, dropout.KeptScale]);
        }
    }

    private bool IsUnit(AttentionTileList tiles, int size, int window) =>
        TakesCandidates && size == 64 && Suffix(tiles, window) == "" && UnitBytes <= launcher.SharedBytes;

    private bool IsWhole(AttentionTileList tiles, int size, int window) =>
        TakesCandidates
        && size == 64
        && Suffix(tiles, window) == ""
        && WholeBytes(tiles.Longest) <= launcher.SharedBytes;

    // Shared memory of attention_whole.cu: keys, values, two stages of queries and their outputs' gradients, two of the
    // scores' gradients, statistics, bits of dropout; and dq of all rows in float32.
    private static int WholeBytes(int rows)
    {
        const int size = 64;
        const int fixedBytes = (2 * TileRows * size * sizeof(ushort)) + (4 * Stage * size * sizeof(ushort))
            + (2 * TileRows * Stage * sizeof(ushort)) + (4 * Stage * sizeof(float)) + (TileRows * Stage / 8);
        return fixedBytes + ((rows + Stage - 1) / Stage * Stage * size * sizeof(float));
    }
}
