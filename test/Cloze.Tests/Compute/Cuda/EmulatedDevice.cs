using Cloze.Compute;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>
/// The whole engine for CUDA devices without a device: a driver whose memory is the host's, the kernels' own texts run
/// on the processor, and plain matrix products.
/// </summary>
internal sealed class EmulatedDevice : IDisposable
{
    private readonly EmulatedLauncher _launcher;

    public EmulatedDevice(TensorElement element)
    {
        _launcher = new EmulatedLauncher(element == TensorElement.BFloat16 ? 2 : 4);
        var owned = new Owned();
        var device = owned.Add(new CudaDevice(Driver, 0));
        Backend = new CudaBackend(device, _launcher, Products, element, owned);
    }

    public FakeDriver Driver { get; } = new();

    public HostProducts Products { get; } = new();

    public CudaBackend Backend { get; }

    public void Dispose()
    {
        Backend.Dispose();
        _launcher.Dispose();
    }
}
