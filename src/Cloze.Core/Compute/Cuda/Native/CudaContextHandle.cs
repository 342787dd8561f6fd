namespace Cloze.Compute;

/// <summary>The primary context of a device, which every library of the process shares.</summary>
internal sealed class CudaContextHandle : CudaHandle
{
    private readonly int _device;

    /// <exception cref="ClozeException">The driver gives none.</exception>
    public CudaContextHandle(ICudaDriver driver, int device)
        : base(driver, null)
    {
        _device = device;
        Take(driver.DevicePrimaryCtxRetain(device, out nint context), context, "opening the device");
    }

    /// <inheritdoc/>
    protected override int Free() => Driver.DevicePrimaryCtxRelease(_device);
}
