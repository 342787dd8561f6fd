using Cloze.Compute;
using Cloze.Measurement;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>What a profile tells of a device's work; the fake driver says a millisecond for everything.</summary>
public class CudaProfileTests
{
    private static readonly AttentionLoad s_load = AttentionLoad.Of([0, 3, 5]);

    [Fact]
    public void EveryCallHasItsTimeAndItsBytes()
    {
        using var device = new EmulatedDevice(TensorElement.BFloat16);
        Backend backend = device.Backend;
        using Arena activations = backend.CreateActivationArena("a", 4096);
        using Arena parameters = backend.CreateArena("p", 4096);
        Tensor input = activations.Take(5, 8), output = activations.Take(5, 16), weight = parameters.Take(16, 8);
        backend.Linear(input, weight, Tensor.None, output);
        IReadOnlyList<KernelProfile> kernels = backend.ProfileKernels(
            () =>
            {
                backend.Linear(input, weight, Tensor.None, output);
                backend.Linear(input, weight, Tensor.None, output);
                backend.ApplyDropout(input, Dropout.None, input);
                backend.Clear(output);
            },
            s_load);
        Assert.Equal(
            [
                new KernelProfile("forward 5 x 8 to 16", 2, 0.002, 2 * 2 * (40 + 128 + 80), 2 * 2 * 5 * 8 * 16),
                new KernelProfile("apply_dropout", 1, 0.001, 2 * 2 * 40, 0),
                new KernelProfile("clear", 1, 0.001, 160, 0),
            ],
            kernels.Select(kernel => kernel with { Seconds = Math.Round(kernel.Seconds, 6) }));
    }

    [Fact]
    public void NothingIsMarkedBeforeAndAfterAndNothingIsLeft()
    {
        using var device = new EmulatedDevice(TensorElement.BFloat16);
        using Arena arena = device.Backend.CreateActivationArena("a", 64);
        Tensor tensor = arena.Take(1, 8);
        device.Driver.Failures["EventRecord"] = 1;
        device.Backend.Clear(tensor);
        Assert.Throws<ClozeException>(
            () => device.Backend.ProfileKernels(() => device.Backend.Clear(tensor), s_load));
        device.Backend.Clear(tensor);
        Assert.DoesNotContain("event", device.Driver.Alive);
    }

    [Fact]
    public void AStepOfAModelIsKnownKernelByKernel()
    {
        using var device = new EmulatedDevice(TensorElement.BFloat16);
        var config = new EncoderConfig
        {
            VocabularySize = 40,
            HiddenSize = 32,
            InnerSize = 64,
            AttentionHeadCount = 1,
            LayerCount = 2,
            MaximumPositions = 8,
            HiddenDropout = 0,
            AttentionDropout = 0,
        };
        StepProfile profile = StepProfiles.Of(device.Backend, "tiny", config, [4, 2]);
        Assert.Equal(6, profile.Tokens);
        string[] uncounted =
            [.. profile.Kernels.Where(kernel => kernel.Bytes == 0).Select(kernel => kernel.Name).Order()];
        Assert.Equal(["copy to the host", "square_total"], uncounted);
    }

    [Theory]
    [InlineData("attention_forward_64_long", 4, 2, 64)]
    [InlineData("attention_short_32_64", 8, 5, 32)]
    [InlineData("attention_backward_keys_64", 6, 4, 64)]
    [InlineData("attention_backward_queries_32", 5, 3, 32)]
    public void AttentionMovesRowsAndComputesPairs(string kernel, int rows, int products, int size)
    {
        (double bytes, double flops) = KernelWork.Of(
            kernel, LaunchShape.Of(1, 128), [0UL, 0UL, 0UL, 12, 1f], 2, s_load);
        Assert.Equal(rows * 12 * size * 5 * 2, bytes);
        Assert.Equal(products * 2 * 12 * size * 13, flops);
    }

    [Fact]
    public void TheLeastTimeIsTheLongerOfMemoryAndProducts()
    {
        var kernel = new KernelProfile("k", 1, 3, 100, 30);
        Assert.Equal(2, kernel.LeastSeconds(bandwidth: 50, peak: 30));
        Assert.Equal(5, kernel.LeastSeconds(bandwidth: 50, peak: 6));
        var step = new StepProfile("s", 4, 1, 10, 30, [kernel, kernel]);
        Assert.Equal((6, 2), (step.KernelSeconds, step.Calls));
        Assert.Equal(4, step.LeastSeconds(50, 30));
    }
}
