namespace Cloze.Compute;

/// <summary>Makes a sentence of a result of the driver's, with what a person can do about it.</summary>
internal static class CudaError
{
    private const int OutOfMemory = 2;
    private const int NoDevice = 100;
    private const int InvalidDevice = 101;
    private const int NoBinaryForDevice = 209;
    private const int SystemNotReady = 802;
    private const int DriverMismatch = 803;

    /// <summary>Returns where the result is 0.</summary>
    /// <param name="driver">Knows the result's name.</param>
    /// <param name="result">What a function of the driver gave.</param>
    /// <param name="operation">What was done, for the message: "copying to the device".</param>
    /// <exception cref="ClozeException">The result is another.</exception>
    public static void Check(ICudaDriver driver, int result, string operation)
    {
        if (result != 0) throw Of(driver, result, operation);
    }

    /// <summary>The error of a result that is not 0.</summary>
    public static ClozeException Of(ICudaDriver driver, int result, string operation) =>
        new($"CUDA failed at {operation}: {Name(driver, result)}.", Hint(result));

    /// <summary>A result by its name, its number and the driver's own words.</summary>
    public static string Name(ICudaDriver driver, int result)
    {
        string name = driver.GetErrorName(result), text = driver.GetErrorString(result);
        return name.Length == 0 ? $"error {result}" : $"{name} ({result}), {Printable.Line(text)}";
    }

    // What comes after a failed kernel fails too until the process ends: such errors are called sticky.
    private static string Hint(int result) => result switch
    {
        OutOfMemory =>
            "Choose fewer tokens in a batch, `recompute` or a smaller model, or end what else uses the device.",
        NoDevice or InvalidDevice => "cloze devices lists what was found; without a device, compute on the processor.",
        NoBinaryForDevice => "The device is older than Cloze's kernels: they need compute capability 8.0 or above.",
        SystemNotReady or DriverMismatch => "NVIDIA's driver is not set up: see what nvidia-smi says.",
        _ => "The device cannot be used any more by this process: start again; the last checkpoint is unchanged.",
    };
}
