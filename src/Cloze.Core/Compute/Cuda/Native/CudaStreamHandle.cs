namespace Cloze.Compute;

/// <summary>A queue of work for a device.</summary>
internal sealed class CudaStreamHandle : CudaHandle
{
    /// <exception cref="ClozeException">The driver gives none.</exception>
    public CudaStreamHandle(ICudaDriver driver, CudaContextHandle context)
        : base(driver, context) => Take(driver.StreamCreate(out nint stream), stream, "creating a stream");

    /// <inheritdoc/>
    protected override int Free() => Driver.StreamDestroy(handle);
}
