namespace Cloze.Compute;

/// <summary>The CUDA devices of this machine.</summary>
internal static class CudaDevices
{
    /// <summary>Opens a device.</summary>
    /// <exception cref="ClozeException">The device cannot be used.</exception>
    public static Backend Open(int index, ComputePrecision precision) => throw new ClozeException(
        $"The engine for CUDA devices is not complete in this version: cuda:{index} in {precision} cannot be used.",
        "Leave `device` out to compute on the processor.");
}
