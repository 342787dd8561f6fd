namespace Cloze.Compute;

/// <summary>
/// NVIDIA's driver, runtime compiler and matrix products, as far as this machine has them, and what was found where.
/// Looking never throws: what is missing is a sentence in <see cref="Probes"/>.
/// </summary>
internal sealed class CudaLibraries
{
    // CUDA's version by its first number: what is compiled by a newer one the driver may refuse.
    private static readonly int[] s_majors = [13, 12];

    private readonly LibrarySearch _search;
    private readonly List<LibraryProbe> _probes = [];

    private CudaLibraries(LibrarySearch search)
    {
        _search = search;
        Driver = FindDriver();
        if (Driver is null) return;
        Compiler = FindCompiler();
        Products = FindProducts();
    }

    /// <summary>What was looked for, in order.</summary>
    public IReadOnlyList<LibraryProbe> Probes => _probes;

    /// <summary>The driver, ready; null where there is none.</summary>
    public ICudaDriver? Driver { get; }

    /// <summary>The newest CUDA that the driver knows, 1000 times its first number: 13000.</summary>
    public int DriverVersion { get; private set; }

    /// <summary>The compiler; null where there is none.</summary>
    public Nvrtc? Compiler { get; }

    /// <summary>The library of matrix products; null where there is none.</summary>
    public CublasLt? Products { get; }

    private static string[] DriverNames { get; } = OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1"];

    /// <summary>Looks on this machine.</summary>
    public static CudaLibraries Find() => Find(LibrarySearch.Machine);

    /// <summary>Looks by a search of its own.</summary>
    internal static CudaLibraries Find(LibrarySearch search) => new(search);

    /// <summary>The reason why a library is missing, for a message.</summary>
    public string Missing(string what) =>
        _probes.LastOrDefault(probe => probe.What == what && !probe.IsUsable) is { } failed
            ? $"{failed.Path}: {failed.Reason}"
            : "not found";

    private static string[] CompilerNames(int driverMajor) =>
    [
        .. from major in s_majors
           where major <= driverMajor
           select OperatingSystem.IsWindows() ? $"nvrtc64_{major}0_0.dll" : $"libnvrtc.so.{major}",
    ];

    private static string[] ProductNames(int driverMajor) =>
    [
        .. from major in s_majors
           where major <= driverMajor
           select OperatingSystem.IsWindows() ? $"cublasLt64_{major}.dll" : $"libcublasLt.so.{major}",
    ];

    private CudaDriver? FindDriver()
    {
        nint library = _search.Find("driver", DriverNames, _probes, out string path);
        if (library == 0)
        {
            if (_probes.Count == 0) Add("driver", DriverNames[0], "not found: there is no NVIDIA driver");
            return null;
        }

        return Try("driver", path, () =>
        {
            var driver = new CudaDriver(new NativeTable(library, path));
            CudaError.Check(driver, driver.Init(), "starting the driver");
            CudaError.Check(driver, driver.DriverGetVersion(out int version), "asking the driver's version");
            DriverVersion = version;
            return (driver, $"CUDA {version / 1000}.{version % 1000 / 10}");
        });
    }

    private Nvrtc? FindCompiler()
    {
        nint library = _search.Find("compiler", CompilerNames(DriverVersion / 1000), _probes, out string path);
        if (library == 0) return Lack<Nvrtc>("compiler", CompilerNames(DriverVersion / 1000));

        // Some packages have no run path, by which the compiler would find its own second half.
        _search.LoadBeside(path, OperatingSystem.IsWindows() ? "nvrtc-builtins*.dll" : "libnvrtc-builtins.so.*");
        return Try("compiler", path, () =>
        {
            var compiler = new Nvrtc(new NativeTable(library, path));
            return (compiler, compiler.Version);
        });
    }

    private CublasLt? FindProducts()
    {
        nint library = _search.Find("matrix products", ProductNames(DriverVersion / 1000), _probes, out string path);
        if (library == 0) return Lack<CublasLt>("matrix products", ProductNames(DriverVersion / 1000));
        return Try("matrix products", path, () =>
        {
            var products = new CublasLt(new NativeTable(library, path));
            return (products, products.Version);
        });
    }

    private T? Lack<T>(string what, string[] names)
        where T : class
    {
        if (!_probes.Exists(probe => probe.What == what)) Add(what, names.FirstOrDefault() ?? "", "not found");
        return null;
    }

    private T? Try<T>(string what, string path, Func<(T Library, string Version)> open)
        where T : class
    {
        int last = _probes.Count - 1;
        try
        {
            (T library, string version) = open();
            _probes[last] = new LibraryProbe(what, path, true, version, "loaded");
            return library;
        }
        catch (ClozeException error)
        {
            _probes[last] = new LibraryProbe(what, path, false, null, error.Message);
            return null;
        }
    }

    private void Add(string what, string path, string reason) =>
        _probes.Add(new LibraryProbe(what, path, false, null, reason));
}
