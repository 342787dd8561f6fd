namespace Cloze.Compute;

/// <summary>How many blocks of how many threads run a kernel.</summary>
/// <param name="GridX">Blocks along x, at most 2^31 - 1.</param>
/// <param name="GridY">Blocks along y, at most 65,535.</param>
/// <param name="GridZ">Blocks along z, at most 65,535.</param>
/// <param name="Block">Threads of a block, at most 1,024; blocks are one-dimensional.</param>
/// <param name="SharedBytes">
/// Dynamic shared memory of a block; above 48 KiB the launcher raises the kernel's limit first.
/// </param>
internal readonly record struct LaunchShape(uint GridX, uint GridY, uint GridZ, uint Block, uint SharedBytes)
{
    /// <summary>Blocks along x alone.</summary>
    public static LaunchShape Of(long blocks, int threads, int sharedBytes = 0) =>
        new(checked((uint)blocks), 1, 1, (uint)threads, (uint)sharedBytes);
}
