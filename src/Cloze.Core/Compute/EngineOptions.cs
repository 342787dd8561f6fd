namespace Cloze.Compute;

/// <summary>Where a model computes, and how.</summary>
public sealed record EngineOptions
{
    /// <summary>The processor, with one thread a core.</summary>
    public static EngineOptions Default { get; } = new();

    /// <summary>"cpu", or "cuda" for the first CUDA device, "cuda:1" for the second.</summary>
    public string Device { get; init; } = DeviceName.Processor;

    /// <summary>Threads of the processor, in [0, 1,024]; 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// The most tokens that inference computes at a time, or the model's positions where these are more: the texts of
    /// all callers wait for each other in batches of this size.
    /// </summary>
    public int BatchTokens { get; init; } = 2048;

    /// <summary>
    /// In what a CUDA device computes; <see cref="ComputePrecision.Int8"/> is the processor's, which computes in
    /// float32 for any other.
    /// </summary>
    public ComputePrecision Precision { get; init; }

    /// <summary>
    /// Whether inference in float32 on an AVX2 processor keeps the weights of its layers a second time once they have
    /// been used twice, in the order in which products of few rows read them: short texts are faster, and the layers'
    /// memory is taken twice. The answers are the same to the last bit.
    /// </summary>
    public bool PacksWeights { get; init; } = true;

    /// <summary>Whether a CUDA device multiplies by Cloze's own kernels, as where cuBLASLt is missing.</summary>
    internal bool HasOwnProducts { get; init; }

    /// <summary>The processor's engine on this machine: "CPU, AVX-512, 8 threads".</summary>
    public static string ProcessorName()
    {
        using var backend = new CpuBackend();
        return backend.Name;
    }

    /// <summary>The engine that the options ask for.</summary>
    /// <param name="weightsStay">Whether weights do not change but by uploading them, as in inference.</param>
    /// <exception cref="ClozeException">
    /// There is no such device, it cannot be used, does not compute in this precision, or the name is that of no kind
    /// of device.
    /// </exception>
    internal Backend Create(bool weightsStay = false)
    {
        bool inBytes = Precision == ComputePrecision.Int8;
        if (DeviceName.Parse(Device) is not { } index)
        {
            return new CpuBackend(Threads, inBytes: inBytes, packsWeights: weightsStay && PacksWeights);
        }

        if (!inBytes) return CudaDevices.Open(index, Precision, HasOwnProducts);
        throw new ClozeException(
            $"The precision is int8 and the device {Device}, expected the processor for int8.",
            "Choose the device cpu, or another precision.");
    }
}
