namespace Cloze.Compute;

/// <summary>Scratch memory outside the managed heap, aligned to 64 bytes, that grows when more is asked for.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private HostMemory _memory;
    private nint _capacity;

    /// <summary>At least so many floats; growing loses what stood there and gives zeros.</summary>
    public float* Take(nint floats)
    {
        if (floats <= _capacity) return _memory.Floats;
        Dispose();
        _memory = HostMemory.Take(floats);
        _capacity = floats;
        return _memory.Floats;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Free();
        _memory = default;
        _capacity = 0;
    }
}
