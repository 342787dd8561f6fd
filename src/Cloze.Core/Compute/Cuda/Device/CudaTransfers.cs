namespace Cloze.Compute;

/// <summary>
/// Copies between host and device through pinned memory, in which the host leaves what it sends and goes on. A place is
/// used again only when the device has read it: after the host has waited for the device for whatever reason.
/// </summary>
internal sealed class CudaTransfers : IDisposable
{
    private const int Size = 32 << 20;
    private const int Alignment = 64;

    private readonly CudaDevice _device;
    private readonly PinnedMemoryHandle _sent;
    private readonly PinnedMemoryHandle _received;
    private int _used;

    /// <summary>Takes the pinned memory.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public CudaTransfers(CudaDevice device)
    {
        _device = device;
        device.Enter();
        _sent = new PinnedMemoryHandle(device.Driver, device.Context, Size);
        _received = new PinnedMemoryHandle(device.Driver, device.Context, Size);
    }

    /// <summary>Sends bytes behind what was queued before; the source may change when this returns.</summary>
    /// <exception cref="ClozeException">The device failed.</exception>
    public void Send(ReadOnlySpan<byte> source, DevicePointer destination)
    {
        while (!source.IsEmpty)
        {
            if (_used == Size) Wait();
            int count = Math.Min(source.Length, Size - _used);
            source[..count].CopyTo(_sent.Span[_used..]);
            Queue(_used, count, destination);
            _used = Math.Min(Size, (_used + count + Alignment - 1) / Alignment * Alignment);
            source = source[count..];
            destination += count;
        }
    }

    /// <summary>Waits for what was queued before and fetches bytes.</summary>
    /// <exception cref="ClozeException">The device failed.</exception>
    public void Receive(DevicePointer source, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int count = Math.Min(destination.Length, Size);
            _device.Enter();
            _device.Recorder?.Begin();
            _device.Check(
                _device.Driver.MemcpyDtoHAsync(_received.Value, source.Address, count, _device.Stream),
                "copying from the device");
            _device.Recorder?.End("copy to the host", 0, 0);
            Wait();
            _received.Span[..count].CopyTo(destination);
            destination = destination[count..];
            source += count;
        }
    }

    /// <summary>Waits until all that was queued is done.</summary>
    /// <exception cref="ClozeException">The device failed.</exception>
    public void Wait()
    {
        _device.Synchronize();
        _used = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sent.Dispose();
        _received.Dispose();
    }

    private void Queue(int place, int count, DevicePointer destination)
    {
        _device.Enter();
        _device.Recorder?.Begin();
        _device.Check(
            _device.Driver.MemcpyHtoDAsync(destination.Address, _sent.Value + place, count, _device.Stream),
            "copying to the device");
        _device.Recorder?.End("copy from the host", 0, 0);
    }
}
