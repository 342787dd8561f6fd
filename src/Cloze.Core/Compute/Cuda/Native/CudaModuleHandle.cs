namespace Cloze.Compute;

/// <summary>Compiled kernels in the memory of a device.</summary>
internal sealed class CudaModuleHandle : CudaHandle
{
    /// <param name="driver">Loads it.</param>
    /// <param name="context">Where it is to run.</param>
    /// <param name="image">The compiled kernels.</param>
    /// <param name="name">The file of their text, for messages.</param>
    /// <exception cref="ClozeException">The driver refuses the image.</exception>
    public CudaModuleHandle(ICudaDriver driver, CudaContextHandle context, ReadOnlySpan<byte> image, string name)
        : base(driver, context) => Take(driver.ModuleLoadData(image, out nint module), module, $"loading {name}");

    /// <inheritdoc/>
    protected override int Free() => Driver.ModuleUnload(handle);
}
