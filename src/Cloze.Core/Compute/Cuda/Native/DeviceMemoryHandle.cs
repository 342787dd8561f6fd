namespace Cloze.Compute;

/// <summary>Memory of a device; what stands in it at first is undefined.</summary>
internal sealed class DeviceMemoryHandle : CudaHandle
{
    /// <param name="driver">Gives it.</param>
    /// <param name="context">Where it belongs.</param>
    /// <param name="name">What it is for, for messages.</param>
    /// <param name="bytes">Its size, above 0.</param>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public DeviceMemoryHandle(ICudaDriver driver, CudaContextHandle context, string name, nint bytes)
        : base(driver, context)
    {
        Bytes = bytes;
        int result = driver.MemAlloc(bytes, out ulong address);
        Take(result, unchecked((nint)address), FormattableString.Invariant(
            $"taking {bytes / 1e6:F0} MB of its memory for {name}"));
    }

    /// <summary>Its size.</summary>
    public nint Bytes { get; }

    /// <summary>Where it begins.</summary>
    public DevicePointer Pointer => new(unchecked((ulong)handle));

    /// <inheritdoc/>
    protected override int Free() => Driver.MemFree(unchecked((ulong)handle));
}
