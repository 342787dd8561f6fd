using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>adam.cu, run on the processor, against the reference.</summary>
[Trait("Slow", "Emulated")]
public class AdamLauncherTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 1030)]
    [InlineData(4, 4099)]
    public void AStepIsTheReference(int elementSize, int count)
    {
        using var launcher = new EmulatedLauncher(elementSize);
        using var oracle = new Oracle();
        float[] p = Values.Normal(count, 1), g = Values.Normal(count, 2), m = Values.Normal(count, 3, 0.1f);
        float[] v = [.. Values.Normal(count, 4).Select(x => x * x)];
        int[] edges = [0, 6, 6, 77, 900, 901];
        var step = new AdamStep(1e-2f, 0.9, 0.999, 1e-6f, 0.01f, 0.5f, 3);
        var places = new AdamOperands(
            launcher.Of(p), launcher.Of(g), launcher.Of(m), launcher.Of(v), launcher.TakeElements(count),
            launcher.Of(edges), launcher.Of([2f]));
        new AdamLauncher(launcher).Step(places, edges.Length, step, count);
        Tensor parameters = oracle.Of(p, 1, count), gradients = oracle.Of(g, 1, count);
        Tensor first = oracle.Of(m, 1, count), second = oracle.Of(v, 1, count);
        oracle.Backend.Adam(parameters, gradients, first, second, edges, step with { GradientScale = 1 });
        Near(parameters, places.Parameters, "parameters");
        Near(gradients, places.Gradients, "gradients");
        Near(first, places.FirstMoment, "first moment");
        Near(second, places.SecondMoment, "second moment");
        float[] stored = EmulatedLauncher.ReadFloats(places.Parameters, count);
        launcher.Elements(stored);
        Assert.Equal(stored, launcher.Read(places.Shadow, count));

        void Near(Tensor expected, DevicePointer actual, string what) =>
            Values.Near(oracle.Read(expected), EmulatedLauncher.ReadFloats(actual, count), 2e-6, what);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1024)]
    [InlineData(50_001)]
    public void TheSumOfSquaresAndTheClipAreExactEnough(int count)
    {
        using var launcher = new EmulatedLauncher(2);
        float[] values = Values.Normal(count, 1);
        DevicePointer total = launcher.Take(8), scale = launcher.Take(4);
        var kernels = new AdamLauncher(launcher);
        kernels.SumOfSquares(launcher.Of(values), count, total);
        double expected = values.Sum(value => (double)value * value);
        Assert.Equal(expected, EmulatedLauncher.ReadDouble(total), 1e-12 * (1 + expected));
        kernels.ClipScale(total, 2, scale);
        float clip = expected <= 4 ? 1 : (float)(2 / Math.Sqrt(expected));
        Assert.Equal(clip, EmulatedLauncher.ReadFloats(scale, 1)[0], 1e-6f);
    }
}
