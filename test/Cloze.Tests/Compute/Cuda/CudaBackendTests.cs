using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>What the engine for CUDA devices asks of driver, kernels and products; none of them is there.</summary>
public sealed class CudaBackendTests : IDisposable
{
    private readonly FakeDriver _driver = new();
    private readonly RecordingLauncher _launcher = new();
    private readonly HostProducts _products = new();
    private readonly CudaBackend _backend;

    public CudaBackendTests()
    {
        var owned = new Owned();
        var device = owned.Add(new CudaDevice(_driver, 0));
        _backend = new CudaBackend(device, _launcher, _products, TensorElement.BFloat16, owned);
    }

    public void Dispose()
    {
        _backend.Dispose();
        Assert.Empty(_driver.Alive);
    }

    [Fact]
    public void ItSaysWhatItIs()
    {
        Assert.Equal("Fake GPU, bf16", _backend.Name);
        Assert.Equal(80_000_000_000, _backend.DeviceMemory);
        Assert.Equal(20_000_000_000, _backend.MemoryInUse);
        Assert.Equal(TensorElement.BFloat16, _backend.ActivationElement);
    }

    [Fact]
    public void AnArenaIsZeroAtFirst()
    {
        using Arena arena = _backend.CreateArena("test", 64);
        float[] values = [1, 2, 3];
        _backend.Download(arena.Take(1, 3), values);
        Assert.Equal([0, 0, 0], values);
    }

    [Fact]
    public void ActivationsAreRoundedOnTheirWay()
    {
        using Arena arena = _backend.CreateActivationArena("test", 64);
        Tensor tensor = arena.Take(1, 3);
        float[] back = new float[3];
        _backend.Upload([1, 1.001f, -3.1415927f], tensor);
        _backend.Download(tensor, back);
        Assert.Equal([1, 1, -3.140625f], back);
        _backend.Clear(tensor);
        _backend.Download(tensor, back);
        Assert.Equal([0, 0, 0], back);
    }

    [Fact]
    public void AParameterHasAShadowFromItsFirstProductOnAndKeepsIt()
    {
        using Arena parameters = _backend.CreateArena("weights", 256);
        using Arena activations = _backend.CreateActivationArena("a", 256);
        Tensor weight = parameters.Take(4, 8), bias = parameters.Take(1, 4);
        Tensor input = activations.Take(3, 8), output = activations.Take(3, 4);
        _backend.Upload(new float[32], weight);
        Assert.Empty(_launcher.Launches);
        _backend.Linear(input, weight, bias, output);
        _backend.Linear(input, weight, bias, output);
        Assert.Equal("copy.cu cast_from_float 256", Assert.Single(_launcher.Launches));
        _backend.Upload(new float[3], weight.Slice(9, 1, 3));
        Assert.Equal("copy.cu cast_from_float 4", _launcher.Launches[^1]);
    }

    [Fact]
    public void AProductIsHandedOverRowAfterRow()
    {
        using Arena parameters = _backend.CreateArena("weights", 256);
        using Arena activations = _backend.CreateActivationArena("a", 256);
        Tensor weight = parameters.Take(4, 8), bias = parameters.Take(1, 4);
        Tensor input = activations.Take(3, 8), output = activations.Take(3, 4), logits = activations.TakeFloat32(3, 4);
        _backend.Linear(input, weight, bias, output);
        MatrixProduct product = _products.Products[^1];
        Assert.Equal((3, 4, 8), (product.Rows, product.Columns, product.Depth));
        Assert.Equal((8, 8, 4), (product.StrideA, product.StrideB, product.StrideC));
        Assert.True(product is { TransposesA: false, TransposesB: true, Adds: false });
        Assert.Equal((TensorElement.BFloat16, TensorElement.BFloat16), (product.Factors, product.Result));
        DevicePointer shadowed = product.Bias;
        _backend.Linear(input, weight, bias, logits);
        product = _products.Products[^1];
        Assert.Equal(TensorElement.Float32, product.Result);
        Assert.NotEqual(shadowed, product.Bias);
    }

    [Fact]
    public void AGradientOfWeightsIsAddedInFloat32()
    {
        using Arena gradients = _backend.CreateArena("gradients", 256);
        using Arena activations = _backend.CreateActivationArena("a", 256);
        Tensor weight = gradients.Take(4, 8), input = activations.Take(3, 8), gradient = activations.Take(3, 4);
        _backend.LinearWeightGradient(gradient, input, weight, Tensor.None);
        MatrixProduct product = _products.Products[^1];
        Assert.Equal((4, 8, 3), (product.Rows, product.Columns, product.Depth));
        Assert.True(product is { TransposesA: true, TransposesB: false, Adds: true });
        Assert.Equal(TensorElement.Float32, product.Result);
    }

    [Fact]
    public void ATensorOfTheWrongElementIsRefused()
    {
        using Arena arena = _backend.CreateActivationArena("test", 256);
        Tensor halves = arena.Take(2, 8), floats = arena.TakeFloat32(2, 8);
        var error = Assert.Throws<ArgumentException>(
            () => _backend.ApplyDropout(floats, Dropout.None, arena.TakeFloat32(2, 8)));
        Assert.Equal("Tensor [2, 8] is of Float32 values, expected BFloat16.", error.Message);
        error = Assert.Throws<ArgumentException>(() => _backend.SumOfSquares(halves));
        Assert.Equal("Tensor [2, 8] is of BFloat16 values, expected Float32.", error.Message);
    }

    [Fact]
    public void StartsAreSentOncePerBatch()
    {
        using Arena arena = _backend.CreateActivationArena("test", 4096);
        Tensor qkv = arena.Take(5, 192), output = arena.Take(5, 64);
        int sent = Sent();
        _backend.Attention(qkv, [0, 2, 5], 2, Dropout.None, Tensor.None, output);
        int first = Sent() - sent;
        _backend.Attention(qkv, [0, 2, 5], 2, Dropout.None, Tensor.None, output);
        Assert.Equal(first, Sent() - sent);
        _backend.Attention(qkv, [0, 3, 5], 2, Dropout.None, Tensor.None, output);
        Assert.True(Sent() - sent > first);
    }

    [Fact]
    public void AnOperationWaitsForTheDeviceOnlyWhileItIsMeasured()
    {
        using Arena arena = _backend.CreateActivationArena("test", 256);
        Tensor tensor = arena.Take(2, 8);
        _backend.ApplyDropout(tensor, Dropout.None, tensor);
        Assert.DoesNotContain("wait", _driver.Calls);
        _backend.Profiler = new OperationProfiler();
        _driver.Calls.Clear();
        _backend.ApplyDropout(tensor, Dropout.None, tensor);
        Assert.Equal("wait", Assert.Single(_driver.Calls));
    }

    private int Sent() =>
        _driver.Calls.Count(call => call.StartsWith("copy to device", StringComparison.Ordinal));

    private sealed class RecordingLauncher : ICudaLauncher
    {
        private readonly byte[] _scratch = GC.AllocateArray<byte>(1 << 16, pinned: true);

        public List<string> Launches { get; } = [];

        public int ElementSize => 2;

        public int Multiprocessors => 132;

        public int SharedBytes => 232_448;

        public void Launch(
            string file, string kernel, in LaunchShape shape, ReadOnlySpan<KernelArgument> arguments) =>
            Launches.Add($"{file} {kernel} {arguments[^1].Bits}");

        public DevicePointer Scratch(int slot, nint bytes) =>
            new((ulong)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_scratch, 0));
    }
}
