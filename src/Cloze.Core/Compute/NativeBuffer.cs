using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>Scratch memory outside the managed heap, aligned to 64 bytes, that grows when more is asked for.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private float* _floats;
    private nint _capacity;

    /// <summary>At least so many floats; growing loses what stood there and gives zeros.</summary>
    public float* Take(nint floats)
    {
        if (floats <= _capacity) return _floats;
        NativeMemory.AlignedFree(_floats);
        _floats = null;
        _capacity = 0;
        nuint bytes = checked((nuint)floats * sizeof(float));
        _floats = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(_floats, bytes);
        _capacity = floats;
        return _floats;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_floats);
        _floats = null;
        _capacity = 0;
    }
}
