using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>
/// A block of zeroed memory outside the managed heap, aligned to 64 bytes. Pages come from the system as zeros when
/// they are first written, so that a block that is not used takes none. A large block is aligned to huge pages and
/// asks for them: one entry of the processor's page table cache then covers 2 MB in place of 4 KB.
/// </summary>
internal readonly unsafe partial struct HostMemory
{
    private const nuint Alignment = 64;
    private const nuint HugePage = 2 << 20;

    private readonly void* _allocation;

    private HostMemory(void* allocation, nuint alignment)
    {
        _allocation = allocation;
        Floats = (float*)(((nuint)allocation + alignment - 1) / alignment * alignment);
    }

    /// <summary>The first value; null for the default block, which holds none.</summary>
    public float* Floats { get; }

    /// <summary>Takes a block; <see cref="Free"/> gives it back.</summary>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public static HostMemory Take(nint floats)
    {
        nuint bytes = checked((nuint)floats * sizeof(float));
        nuint alignment = bytes < HugePage ? Alignment : HugePage;
        nuint size = checked((bytes + alignment - 1) / alignment * alignment);
        var memory = new HostMemory(NativeMemory.AllocZeroed(checked(size + alignment)), alignment);
        if (alignment == HugePage && OperatingSystem.IsLinux()) AskForHugePages(memory.Floats, size);
        return memory;
    }

    /// <summary>Gives the block back.</summary>
    public void Free() => NativeMemory.Free(_allocation);

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
