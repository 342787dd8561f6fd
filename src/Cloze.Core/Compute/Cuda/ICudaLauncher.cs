namespace Cloze.Compute;

/// <summary>
/// Runs kernels one after the other on a device's stream. The driver implements it; so does a recorder in tests.
/// </summary>
internal interface ICudaLauncher
{
    /// <summary>
    /// Bytes of an activation: 2 (bfloat16) or 4 (float32). Kernels are compiled with ELEMENT_BF16 1 or 0 accordingly.
    /// </summary>
    int ElementSize { get; }

    /// <summary>Multiprocessors of the device.</summary>
    int Multiprocessors { get; }

    /// <summary>The most dynamic shared memory of a block, in bytes.</summary>
    int SharedBytes { get; }

    /// <summary>
    /// Queues a kernel. <paramref name="file"/> is a text of Compute/Cuda/Kernels ("norm.cu"), put behind prelude.cu,
    /// compiled on first use and kept; <paramref name="kernel"/> its function; the arguments in the function's order.
    /// </summary>
    /// <exception cref="ClozeException">The text does not compile, or the device has failed.</exception>
    void Launch(string file, string kernel, in LaunchShape shape, ReadOnlySpan<KernelArgument> arguments);

    /// <summary>
    /// Scratch memory of at least so many bytes, aligned to 256; what stands in it is undefined. It is the next
    /// kernels' until the same slot is asked for again: the stream's order keeps it apart from later uses.
    /// </summary>
    /// <param name="slot">Which of a few buffers, from 0: memory of different slots is in use at once.</param>
    /// <param name="bytes">Least size.</param>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    DevicePointer Scratch(int slot, nint bytes);
}
