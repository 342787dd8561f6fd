namespace Cloze.Compute;

/// <summary>Memory of the host that a device copies from and to while the host goes on.</summary>
internal sealed unsafe class PinnedMemoryHandle : CudaHandle
{
    /// <param name="driver">Gives it.</param>
    /// <param name="context">Where it belongs.</param>
    /// <param name="bytes">Its size, above 0.</param>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public PinnedMemoryHandle(ICudaDriver driver, CudaContextHandle context, int bytes)
        : base(driver, context)
    {
        Bytes = bytes;
        Take(driver.MemHostAlloc(bytes, out nint address), address, "taking memory of the host for copies");
    }

    /// <summary>Its size.</summary>
    public int Bytes { get; }

    /// <summary>All of it.</summary>
    public Span<byte> Span => new((void*)handle, Bytes);

    /// <inheritdoc/>
    protected override int Free() => Driver.MemFreeHost(handle);
}
