namespace Cloze.Compute;

/// <summary>
/// Attention within each sequence, of attention_forward.cu, attention_backward.cu, attention_short.cu and
/// attention_whole.cu, and of attention_plain.cu where these have no kernel.
/// </summary>
internal sealed partial class AttentionLauncher(ICudaLauncher launcher)
{
    /// <summary>Rows of a listed tile; kernels whose blocks have fewer rows cut it.</summary>
    public const int TileRows = 128;

    private const int Block = 128;
    private const int Stage = 64;
    private const int ShortRows = 64;

    /// <summary>See <see cref="Backend.TakesCandidates"/>.</summary>
    public bool TakesCandidates { get; set; }

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
        string suffix = Suffix(tiles, window);
        bool isWide = TakesCandidates && isLong && size == 64 && suffix == "";
        string form = isWide ? "_wide" : isLong ? "_long" : "";
        int keys = isWide ? 2 * Stage : Stage;
        int shared = ((rows + (4 * keys)) * size * sizeof(ushort)) + (rows * keys / 8);
        launcher.Launch(
            "attention_forward.cu",
            $"attention_forward_{size}{form}{suffix}",
            Shape(tiles.Count, heads, rows, shared),
            [
                o.QueryKeyValue, o.Starts, o.Tiles, heads, window, Scale(size), o.LogSumExp, o.Output,
                dropout.Seed, dropout.Step, dropout.Stream, dropout.Threshold, dropout.KeptScale,
            ]);
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
