namespace Cloze.Compute;

/// <summary>Scratch memory outside the managed heap, aligned to 64 bytes, that grows when more is asked for.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private HostMemory? _memory;
    private float* _floats;
    private nint _capacity;

    /// <summary>At least so many floats; growing loses what stood there and gives zeros.</summary>
    /// <exception cref="OutOfMemoryException">There is not enough memory; what stood there is lost.</exception>
    public float* Take(nint floats)
    {
        if (floats <= _capacity) return _floats;
        Dispose();
        _memory = HostMemory.Take(floats);
        _floats = _memory.Floats;
        _capacity = floats;
        return _floats;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory?.Dispose();
        _memory = null;
        _floats = null;
        _capacity = 0;
    }
}
