using Cloze.Compute;
using Cloze.Measurement;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>The self-test that a device gets, on the emulated one.</summary>
public class EmulatedSelfTests
{
    public static TheoryData<string, bool> Parts => new()
    {
        { "norm", true },
        { "norm", false },
        { "linear", true },
        { "linear", false },
        { "rows", true },
        { "rows", false },
        { "loss", true },
        { "loss", false },
        { "optimizer", true },
        { "optimizer", false },
        { "attention", true },
        { "attention", false },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void EveryOperationGivesWhatTheProcessorGives(string part, bool rounded)
    {
        using var device = new EmulatedDevice(rounded ? TensorElement.BFloat16 : TensorElement.Float32);
        using var processor = new CpuBackend(1);
        using var stage = new DualStage(processor, device.Backend, 1);
        var list = new CheckList(stage, rounded);
        Run(list, part);
        Every.Item(list.Checks, check => Assert.True(
            check.IsRight, $"{check.Operation}, {check.Shape}: {check.Error} > {check.Tolerance} {check.Failure}"));
    }

    [Theory]
    [InlineData(true)]
    public void AModelHasTheLossAndTheGradientsOfTheProcessors(bool rounded)
    {
        using var device = new EmulatedDevice(rounded ? TensorElement.BFloat16 : TensorElement.Float32);
        using var processor = new CpuBackend(1);
        DeviceCheck[] checks = [.. ModelChecks.Run(processor, device.Backend, rounded, [3, 1, 9])];
        Every.Item(checks, check => Assert.True(
            check.IsRight, $"{check.Operation}, {check.Shape}: {check.Error} > {check.Tolerance}"));
    }

    private static void Run(CheckList list, string part)
    {
        switch (part)
        {
            case "norm":
                NormChecks.Run(list, 5, 64);
                NormChecks.Run(list, 3, 36);
                break;
            case "linear":
                LinearChecks.Run(list, 9, 24, 16);
                LinearChecks.Run(list, 3, 10, 7);
                GatedChecks.Run(list, 9, 24, 16);
                GatedChecks.Run(list, 3, 10, 7);
                break;
            case "rows":
                RowChecks.Run(list, 70, 32, 11);
                break;
            case "loss":
                LossChecks.Run(list, 7, 16, 2);
                LossChecks.Run(list, 9, 32, 100);
                break;
            case "optimizer":
                OptimizerChecks.Run(list, 1003);
                break;
            default:
                AttentionChecks.Run(list, [1, 2, 33], 1, 32);
                AttentionChecks.Run(list, [5, 20], 2, 16);
                AttentionChecks.RunPatterns(list, [1, 2, 33], 1, 32);
                AttentionChecks.RunPatterns(list, [5, 20], 2, 16);
                break;
        }
    }
}
