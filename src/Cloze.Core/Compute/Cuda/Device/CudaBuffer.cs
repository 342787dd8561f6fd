namespace Cloze.Compute;

/// <summary>Memory of a device that grows when more is asked for; growing loses what stood there.</summary>
/// <param name="device">Where it is.</param>
/// <param name="name">What it is for, for messages.</param>
internal sealed class CudaBuffer(CudaDevice device, string name) : IDisposable
{
    private DeviceMemoryHandle? _memory;

    /// <summary>At least so many bytes, aligned to 256.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public DevicePointer Take(nint bytes)
    {
        if (_memory is { } memory && memory.Bytes >= bytes) return memory.Pointer;
        Dispose();

        // A little more than is asked for: batches differ by some tokens.
        _memory = device.Allocate(name, Math.Max(bytes + (bytes / 8), 4096));
        return _memory.Pointer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory?.Dispose();
        _memory = null;
    }
}
