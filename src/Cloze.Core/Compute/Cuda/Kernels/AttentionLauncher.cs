namespace Cloze.Compute;

/// <summary>
/// Attention within each sequence, of attention_forward.cu, attention_backward.cu, attention_short.cu and
/// attention_whole.cu, and of attention_plain.cu where these have no kernel.
/// </summary>
internal sealed class AttentionLauncher(ICudaLauncher launcher)
{
    /// <summary>Rows of a listed tile; kernels whose blocks have fewer rows cut it.</summary>
    public const int TileRows = 128;

    /// <summary>The forms of the forward pass that are to be compared on a device: one of them stays.</summary>
    public static readonly string[] LongForms = ["_long", "_wide", "_ahead", "_kept", "_held"];

    private const int Block = 128;
    private const int Stage = 64;
    private const int ShortRows = 64;

    // Shared memory of attention_unit.cu: two stages of keys, values, queries and their outputs' gradients, outputs, the
    // scores' gradients, statistics, bits of dropout, column sums.
    private const int UnitBytes = (2 * 4 * TileRows * 64 * sizeof(ushort)) + (TileRows * 64 * sizeof(ushort))
        + (TileRows * TileRows * sizeof(ushort)) + (4 * Stage * sizeof(float)) + (TileRows * Stage / 8)
        + ((4 + 16) * 64 * sizeof(float));

    private readonly ColumnsLauncher _columns = new(launcher);

    /// <summary>Whether short sequences are taken one after the other by each block: to be compared.</summary>
    public static bool HasUnits { get; set; }

    /// <summary>Whether sequences that fit have their gradient from one kernel: to be compared.</summary>
    public static bool HasWhole { get; set; } = true;

    /// <summary>The form that is taken for long sequences.</summary>
    public static string LongForm { get; set; } = LongForms[0];

    /// <summary>The form that is taken for sequences of one tile.</summary>
    public static string TileForm { get; set; } = LongForms[0];

    /// <summary><see cref="Backend.Attention"/> over the listed tiles; what turns is turned already.</summary>
    public void Forward(
        in AttentionOperands o,
        AttentionTileList tiles,
        int heads,
        int size,
        Dropout dropout,
        int window = AttentionPattern.Unbounded)
    {
        if (tiles.Count == 0) return;
        window = Math.Min(window, tiles.Longest);
        if (!IsFast(size, o.QueryKeyValue, o.Output))
        {
            launcher.Launch("attention_plain.cu", "attention_plain_forward", Plain(tiles, heads), [
                o.QueryKeyValue, o.Starts, o.Tiles, heads, size, window, Scale(size), o.LogSumExp, o.Output,
                dropout.Seed, dropout.Step, dropout.Stream, dropout.Threshold, dropout.KeptScale]);
            return;
        }

        bool isLong = tiles.Longest > LongestShort(size);
        int rows = isLong ? TileRows : ShortRows;
        string suffix = Suffix(tiles, window), chosen = tiles.LongCount > 0 ? LongForm : TileForm;
        string form = !isLong ? "" : size == 64 && suffix == "" ? chosen : "_long";
        int keys = form == "_wide" ? 2 * Stage : Stage;
        int shared = ((rows + (4 * keys)) * size * sizeof(ushort)) + (rows * keys / 8);
        launcher.Launch(
            "attention_forward.cu",
            $"attention_forward_{size}{form}{suffix}",
            Shape(tiles.Count, heads, rows, shared) with { Block = form == "_held" ? 2u * Block : Block },
            [
                o.QueryKeyValue, o.Starts, o.Tiles, heads, window, Scale(size), o.LogSumExp, o.Output,
                dropout.Seed, dropout.Step, dropout.Stream, dropout.Threshold, dropout.KeptScale,
            ]);
    }

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
        HasUnits && size == 64 && Suffix(tiles, window) == "" && UnitBytes <= launcher.SharedBytes;

    private bool IsWhole(AttentionTileList tiles, int size, int window) =>
        HasWhole && size == 64 && Suffix(tiles, window) == "" && WholeBytes(tiles.Longest) <= launcher.SharedBytes;

    // Shared memory of attention_whole.cu: keys, values, two stages of queries and their outputs' gradients, two of the
    // scores' gradients, statistics, bits of dropout; and dq of all rows in float32.
    private static int WholeBytes(int rows)
    {
        const int size = 64;
        const int fixedBytes = (2 * TileRows * size * sizeof(ushort)) + (4 * Stage * size * sizeof(ushort))
            + (2 * TileRows * Stage * sizeof(ushort)) + (4 * Stage * sizeof(float)) + (TileRows * Stage / 8);
        return fixedBytes + ((rows + Stage - 1) / Stage * Stage * size * sizeof(float));
    }

    // Beyond it blocks of twice as many queries win: they read keys and values half as often.
    private static int LongestShort(int size) => size == 64 ? 64 : 128;

    // Kernels that look at the window are slower where it hides nothing.
    private static string Suffix(AttentionTileList tiles, int window) => window < tiles.Longest - 1 ? "_window" : "";

    private static float Scale(int size) => 1 / MathF.Sqrt(size);

    private static LaunchShape Plain(AttentionTileList tiles, int heads) =>
        LaunchShape.Of((long)tiles.Count * heads, KernelGrid.Threads);

    private static LaunchShape Shape(int tiles, int heads, int rows, int shared) =>
        LaunchShape.Of((long)tiles * (TileRows / rows) * heads, Block, shared);

    // Tensor cores take bfloat16; the texts are written for these sizes of heads.
    private bool IsFast(int size, params ReadOnlySpan<DevicePointer> places) =>
        launcher.ElementSize == sizeof(ushort) && (size is 32 or 64) && launcher.IsWide(size, places);
}
