using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>Kernels are compiled once and kept; launches say what they were given.</summary>
public sealed class KernelModuleTests : IDisposable
{
    private readonly FakeDriver _driver = new();
    private readonly CudaDevice _device;
    private readonly FakeCompiler _compiler = new();
    private readonly TemporaryFolder _folder = new();

    public KernelModuleTests() => _device = new CudaDevice(_driver, 0);

    public void Dispose()
    {
        _device.Dispose();
        _folder.Dispose();
        Assert.Empty(_driver.Alive);
    }

    [Fact]
    public void ATextIsCompiledOnceAndLaterComesFromDisk()
    {
        Use("add_norm_any", "add_norm_1");
        Use("add_norm_any");
        Assert.Equal(["norm.cu"], _compiler.Compiled);
        Assert.Equal(["-arch=sm_90", "-std=c++17", "-DELEMENT_BF16=1"], _compiler.Options);
    }

    [Fact]
    public void AnotherVersionOfTheCompilerCompilesAgain()
    {
        Use("add_norm_any");
        _compiler.Version = "13.1";
        Use("add_norm_any");
        Assert.Equal(2, _compiler.Compiled.Count);
    }

    [Fact]
    public void ADamagedFileIsMadeAgain()
    {
        Use("add_norm_any");
        string file = Assert.Single(Directory.GetFiles(_folder.Path));
        File.WriteAllText(file, "damaged");
        Use("add_norm_any");
        Assert.Equal(2, _compiler.Compiled.Count);
        Assert.Equal("image", File.ReadAllText(file));
    }

    [Fact]
    public void ALaunchHandsOverItsArguments()
    {
        using CudaLauncher launcher = Launcher();
        launcher.Launch("norm.cu", "add_norm_any", new LaunchShape(3, 2, 1, 64, 0), [42]);
        Assert.Equal("launch 3 x 2 x 1 of 64, first 42", _driver.Calls[^1]);
    }

    [Fact]
    public void ALaunchOfNoBlocksIsNone()
    {
        using CudaLauncher launcher = Launcher();
        launcher.Launch("norm.cu", "add_norm_any", LaunchShape.Of(0, 64), [42]);
        Assert.Empty(_compiler.Compiled);
    }

    [Fact]
    public void MuchSharedMemoryIsAskedForOnce()
    {
        using CudaLauncher launcher = Launcher();
        for (int i = 0; i < 2; i++)
        {
            launcher.Launch("norm.cu", "add_norm_any", LaunchShape.Of(1, 64, 40_000), [1]);
            launcher.Launch("norm.cu", "add_norm_any", LaunchShape.Of(1, 64, 100_000), [1]);
        }

        Assert.Equal("attribute 8 = 100000", Assert.Single(_driver.Calls, call => call.StartsWith("attribute")));
    }

    [Fact]
    public void AFailedLaunchNamesItsKernel()
    {
        using CudaLauncher launcher = Launcher();
        _driver.Failures["launch"] = 1;
        var error = Assert.Throws<ClozeException>(
            () => launcher.Launch("norm.cu", "add_norm_any", LaunchShape.Of(1, 64), [1]));
        Assert.Contains("starting add_norm_any of norm.cu", error.Message);
    }

    [Fact]
    public void ScratchMemoryGrowsSlotBySlot()
    {
        using CudaLauncher launcher = Launcher();
        DevicePointer first = launcher.Scratch(1, 5000), other = launcher.Scratch(0, 5000);
        Assert.NotEqual(first, other);
        Assert.Equal(first, launcher.Scratch(1, 100));
        Assert.True(launcher.Scratch(1, 1 << 20).IsAligned(256));
    }

    private CudaLauncher Launcher() => new(
        _device,
        new KernelModules(_device, _compiler, new CubinCache(_folder.Path), TensorElement.BFloat16),
        TensorElement.BFloat16);

    private void Use(params string[] kernels)
    {
        using CudaLauncher launcher = Launcher();
        foreach (string kernel in kernels) launcher.Launch("norm.cu", kernel, LaunchShape.Of(1, 32), [1]);
    }

    private sealed class FakeCompiler : IKernelCompiler
    {
        public List<string> Compiled { get; } = [];

        public IReadOnlyList<string> Options { get; private set; } = [];

        public string Version { get; set; } = "13.0";

        public byte[] Compile(string name, string text, IReadOnlyList<string> options)
        {
            Assert.Contains("add_norm_any", text);
            Assert.DoesNotContain("#include", text);
            Compiled.Add(name);
            Options = options;
            return "image"u8.ToArray();
        }
    }
}
