namespace Cloze.Compute;

/// <summary>A mark in a stream, which tells when the work before it was done.</summary>
internal sealed class CudaEventHandle : CudaHandle
{
    /// <exception cref="ClozeException">The driver gives none.</exception>
    public CudaEventHandle(ICudaDriver driver, CudaContextHandle context)
        : base(driver, context) => Take(driver.EventCreate(out nint mark), mark, "creating an event");

    /// <inheritdoc/>
    protected override int Free() => Driver.EventDestroy(handle);
}
