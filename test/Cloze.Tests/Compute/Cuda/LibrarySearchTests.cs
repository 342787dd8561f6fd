using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>Where CUDA's libraries are looked for, and what is said where they are not.</summary>
public class LibrarySearchTests
{
    private static readonly Dictionary<string, string> s_environment = new()
    {
        ["CLOZE_CUDA_LIBS"] = "/own",
        ["CUDA_PATH"] = "/toolkit",
        ["VIRTUAL_ENV"] = "/venv",
        ["PATH"] = "/usr/bin:/python/bin",
    };

    private static readonly Dictionary<(string, string), string[]> s_folders = new()
    {
        [("/usr/local", "cuda*")] = ["/usr/local/cuda-12", "/usr/local/cuda-13"],
        [("/opt", "*")] = ["/opt/torch"],
        [("/venv/lib", "python3*")] = ["/venv/lib/python3.12"],
        [("/opt/torch/.venv/lib", "python3*")] = ["/opt/torch/.venv/lib/python3.12"],
        [("/python/lib", "python3*")] = ["/python/lib/python3.11"],
        [("/venv/lib/python3.12/site-packages/nvidia", "cu13")] = ["/venv/lib/python3.12/site-packages/nvidia/cu13"],
        [("/opt/torch/.venv/lib/python3.12/site-packages/nvidia", "cublas")] =
            ["/opt/torch/.venv/lib/python3.12/site-packages/nvidia/cublas"],
        [("/python/lib/python3.11/dist-packages/nvidia", "cuda_nvrtc")] =
            ["/python/lib/python3.11/dist-packages/nvidia/cuda_nvrtc"],
    };

    [Fact]
    public void OwnFoldersComeFirstThenTheSystemToolkitsAndPythons()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The paths are those of Linux.");
        string[] all = [.. Places().All()];
        string[] expected =
        [
            "/own",
            "",
            "/toolkit/lib64",
            "/usr/local/cuda-13/lib64",
            "/usr/local/cuda-12/lib64",
            "/venv/lib/python3.12/site-packages/nvidia/cu13/lib",
            "/opt/torch/.venv/lib/python3.12/site-packages/nvidia/cublas/lib",
            "/python/lib/python3.11/dist-packages/nvidia/cuda_nvrtc/lib",
        ];
        Assert.Equal(expected, all.Where(expected.Contains));
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void TheFirstFileThatLoadsIsTaken()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The paths are those of Linux.");
        var probes = new List<LibraryProbe>();
        var search = new LibrarySearch(
            Places(),
            path => path is "/own/lib.so.13" or "/toolkit/lib64/lib.so.12",
            (string path, out string reason) =>
            {
                reason = path.StartsWith("/toolkit", StringComparison.Ordinal) ? "loaded" : "broken";
                return reason == "loaded" ? 7 : 0;
            });
        Assert.Equal(7, search.Find("library", ["lib.so.13", "lib.so.12"], probes, out string found));
        Assert.Equal("/toolkit/lib64/lib.so.12", found);
        Assert.Equal(
            ["/own/lib.so.13: broken", "lib.so.13: broken", "lib.so.12: broken", "/toolkit/lib64/lib.so.12: loaded"],
            probes.Select(probe => $"{probe.Path}: {probe.Reason}"));
    }

    [Fact]
    public void WithoutADriverEverythingIsASentence()
    {
        var search = new LibrarySearch(Places(), _ => false, (string _, out string reason) =>
        {
            reason = "no such file";
            return 0;
        });
        var libraries = CudaLibraries.Find(search);
        Assert.Null(libraries.Driver);
        Assert.Null(libraries.Compiler);
        LibraryProbe probe = Assert.Single(libraries.Probes);
        Assert.Equal(("driver", false, "no such file"), (probe.What, probe.IsUsable, probe.Reason));
        Assert.Contains("no such file", libraries.Missing("driver"));
    }

    [Fact]
    public void ALibraryWithoutItsFunctionsIsASentence()
    {
        var table = new NativeTable(System.Runtime.InteropServices.NativeLibrary.GetMainProgramHandle(), "lib.so");
        var error = Assert.Throws<ClozeException>(() => new CudaDriver(table));
        Assert.Equal("lib.so has no function cuInit.", error.Message);
        Assert.Equal(
            "lib.so has no function nvrtcVersion.", Assert.Throws<ClozeException>(() => new Nvrtc(table)).Message);
        Assert.Equal(
            "lib.so has no function cublasLtGetVersion.",
            Assert.Throws<ClozeException>(() => new CublasLt(table)).Message);
    }

    [Fact]
    public void ThisMachineIsProbedWithoutAnError()
    {
        IReadOnlyList<LibraryProbe> probes = CudaDevices.Probe();
        Assert.NotEmpty(probes);
        Every.Item(probes, probe => Assert.NotEmpty(probe.Reason));
    }

    private static LibraryPlaces Places() => new(
        s_environment.GetValueOrDefault,
        (parent, pattern) => s_folders.GetValueOrDefault((parent, pattern), []));
}
