namespace Cloze.Compute;

/// <summary>How many blocks cover an operand, and which memory a kernel's partial results use.</summary>
internal static class KernelGrid
{
    /// <summary>Warps of a block in kernels where a warp has a row.</summary>
    public const int Warps = 8;

    /// <summary>Threads of a warp.</summary>
    public const int Lanes = 32;

    /// <summary>Threads of those blocks.</summary>
    public const int Threads = Warps * Lanes;

    /// <summary>Blocks a multiprocessor of kernels that do little but read.</summary>
    public const int FewFills = 4;

    /// <summary>Blocks a multiprocessor of kernels that compute and write.</summary>
    public const int ManyFills = 32;

    /// <summary>Scratch memory of partial column sums, of embedding gradients among them.</summary>
    public const int SumsSlot = 0;

    /// <summary>Scratch memory of the attention's gradient.</summary>
    public const int AttentionSlot = 1;

    private const int Access = 16;

    /// <summary>Activations in a memory access of 16 bytes.</summary>
    public static int Wide(this ICudaLauncher launcher) => Access / launcher.ElementSize;

    /// <summary>
    /// Whether rows of so many activations can be read 16 bytes at a time, from places that are all aligned to them.
    /// </summary>
    public static bool IsWide(this ICudaLauncher launcher, int columns, params ReadOnlySpan<DevicePointer> places)
    {
        bool wide = columns % launcher.Wide() == 0;
        foreach (DevicePointer place in places) wide &= place.IsAligned(Access);
        return wide;
    }

    /// <summary>A warp a row.</summary>
    public static LaunchShape Rows(int rows) => LaunchShape.Of(Ceiling(rows, Warps), Threads);

    /// <summary>Four values a thread.</summary>
    public static LaunchShape Values(long count) => LaunchShape.Of(Ceiling(count, 4 * Threads), Threads);

    /// <summary>A warp a strip of columns, each lane so many of them; chunks of rows along y.</summary>
    public static LaunchShape Strips(int columns, int perLane, int chunks) =>
        new((uint)Ceiling(columns, Lanes * perLane), (uint)chunks, 1, Threads, 0);

    /// <summary>
    /// Rows of a chunk, so that each multiprocessor has so many of the chunks' blocks: with many the last to run leave
    /// little idle, with few there are few chunks to sum afterwards. It depends on sizes and device alone.
    /// </summary>
    public static int ChunkRows(this ICudaLauncher launcher, int rows, int columns, int perLane, int fills)
    {
        long strips = Ceiling(columns, Lanes * perLane);
        long chunks = Math.Clamp(
            Ceiling((long)fills * launcher.Multiprocessors, strips),
            1,
            Math.Max(1, Ceiling(rows, 4 * Warps)));
        return checked((int)(Ceiling(Ceiling(rows, chunks), Warps) * Warps));
    }

    /// <summary>The quotient, rounded up.</summary>
    public static long Ceiling(long count, long size) => (count + size - 1) / size;
}
