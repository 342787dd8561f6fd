namespace Cloze.Compute;

/// <summary>The CUDA devices of this machine.</summary>
public static class CudaDevices
{
    private const string DriverProbe = "driver", CompilerProbe = "compiler";

    /// <summary>
    /// Looks for the driver, the libraries and the devices, and lets each device multiply and add a few numbers. What
    /// is missing is a sentence; nothing is thrown where there is no device.
    /// </summary>
    public static IReadOnlyList<LibraryProbe> Probe()
    {
        var libraries = CudaLibraries.Find();
        var probes = new List<LibraryProbe>(libraries.Probes);
        if (libraries.Driver is not { } driver) return probes;
        int result = driver.DeviceGetCount(out int count);
        if (result != 0 || count == 0)
        {
            string reason = result == 0 ? "there is no device" : CudaError.Name(driver, result);
            probes.Add(new LibraryProbe("device", DeviceNameOf(0), false, null, reason));
        }

        for (int index = 0; result == 0 && index < count; index++) probes.Add(Probe(libraries, driver, index));
        return probes;
    }

    /// <summary>Whether some device of what <see cref="Probe()"/> found can be used.</summary>
    public static bool IsUsable(IEnumerable<LibraryProbe> probes) =>
        probes.Any(probe => probe.IsUsable && probe.What.StartsWith("device", StringComparison.Ordinal));

    /// <summary>Opens a device.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="precision">In what it is to compute.</param>
    /// <param name="ownProducts">Whether products are kernels' even where cuBLASLt is there.</param>
    /// <exception cref="ClozeException">The device or a library cannot be used.</exception>
    internal static Backend Open(int index, ComputePrecision precision, bool ownProducts = false) =>
        Open(CudaLibraries.Find(), index, precision, ownProducts);

    private static CudaBackend Open(
        CudaLibraries libraries, int index, ComputePrecision precision, bool ownProducts = false)
    {
        ICudaDriver driver = libraries.Driver ?? throw Lacks(libraries, DriverProbe, "NVIDIA's driver");
        TensorElement element =
            precision == ComputePrecision.Bf16 ? TensorElement.BFloat16 : TensorElement.Float32;
        var owned = new Owned();
        try
        {
            CudaDevice device = owned.Add(new CudaDevice(driver, index));
            Nvrtc compiler = libraries.Compiler ?? throw Lacks(libraries, CompilerProbe, "the runtime compiler");
            var cache = new CubinCache(CubinCache.UserFolder());
            var modules = new KernelModules(device, compiler, cache, element);
            CudaLauncher launcher = owned.Add(new CudaLauncher(device, modules, element));
            return new CudaBackend(device, launcher, Products(), element, owned);

            IMatrixProducts Products()
            {
                if (ownProducts || libraries.Products is not { } library) return new KernelProducts(launcher);
                var plans = new PlanFile(cache, device.Description.ToString(), library.Version);
                return owned.Add(new LibraryProducts(library, device, plans));
            }
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    private static LibraryProbe Probe(CudaLibraries libraries, ICudaDriver driver, int index)
    {
        string what = FormattableString.Invariant($"device {index}");
        try
        {
            var description = CudaDescription.Of(driver, index);
            using CudaBackend backend = Open(libraries, index, ComputePrecision.Bf16);
            DeviceTrial.Run(backend);
            return new LibraryProbe(what, DeviceNameOf(index), true, null, description.ToString());
        }
        catch (ClozeException error)
        {
            return new LibraryProbe(what, DeviceNameOf(index), false, null, error.Message);
        }
    }

    private static string DeviceNameOf(int index) => FormattableString.Invariant($"cuda:{index}");

    private static ClozeException Lacks(CudaLibraries libraries, string what, string name) => new(
        $"No CUDA device can be used: {name} is missing ({libraries.Missing(what)}).",
        $"Install it, or name its folder in the variable {LibraryPlaces.Variable}; cloze devices lists what was looked "
        + "for where. Without a device, compute on the processor.");
}
