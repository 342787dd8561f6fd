using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>
/// A block of zeroed memory outside the managed heap, aligned to 64 bytes. Pages come from the system as zeros when
/// they are first written, so that a block that is not used takes none. A large block is aligned to huge pages and
/// asks for them: one entry of the processor's page table cache then covers 2 MB in place of 4 KB. A block that nobody
/// disposed is freed when the garbage collector finds it.
/// </summary>
internal sealed unsafe partial class HostMemory : SafeHandle
{
    private const nuint Alignment = 64;
    private const nuint HugePage = 2 << 20;

    private static int s_liveBlocks;

    private long _pressure;

    private HostMemory()
        : base(0, ownsHandle: true)
    {
    }

    /// <summary>Blocks of this process that are not freed yet.</summary>
    public static int LiveBlocks => Volatile.Read(ref s_liveBlocks);

    /// <summary>The first value; dead as soon as the block is disposed.</summary>
    public float* Floats { get; private set; }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Takes a block; disposing it gives it back.</summary>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public static HostMemory Take(nint floats)
    {
        nuint bytes = checked((nuint)floats * sizeof(float));
        nuint alignment = bytes < HugePage ? Alignment : HugePage;
        nuint size = checked((bytes + alignment - 1) / alignment * alignment);
        nuint allocated = checked(size + alignment);
        var memory = new HostMemory { _pressure = (long)Math.Min(allocated, long.MaxValue) };
        memory.SetHandle((nint)NativeMemory.AllocZeroed(allocated));
        memory.Floats = (float*)(((nuint)memory.handle + alignment - 1) / alignment * alignment);
        Interlocked.Increment(ref s_liveBlocks);
        GC.AddMemoryPressure(memory._pressure);
        if (alignment == HugePage && OperatingSystem.IsLinux()) AskForHugePages(memory.Floats, size);
        return memory;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        Interlocked.Decrement(ref s_liveBlocks);
        GC.RemoveMemoryPressure(_pressure);
        return true;
    }

    // Only a wish: without huge pages, or without this call in the C library, everything is as before but slower.
    private static void AskForHugePages(void* address, nuint length)
    {
        const int hugePages = 14;
        try
        {
            _ = Advise(address, length, hugePages);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
