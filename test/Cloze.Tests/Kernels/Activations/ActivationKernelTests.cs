using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Kernels;

/// <summary>Activations over runs of values: errors over dense sweeps, tails, extremes.</summary>
public class ActivationKernelTests(ITestOutputHelper output)
{
    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Trait("Slow", "Emulated")]
    [Theory]
    [MemberData(nameof(Paths))]
    public void ErrorsStayWithinTheStatedBounds(InstructionSet path)
    {
        KernelSet kernels = KernelSet.Of(path);
        foreach ((Activation activation, ActivationKernel kernel) in new[]
        {
            (Activation.Gelu, kernels.Gelu), (Activation.GeluTanh, kernels.GeluTanh), (Activation.Relu, kernels.Relu),
            (Activation.Tanh, kernels.Tanh),
        })
        {
            float[] x = Sweep(-14, 14), y = new float[x.Length], slope = [.. Enumerable.Repeat(1f, x.Length)];
            kernel.Forward(x, y);
            kernel.Backward(x, slope);
            double worst = 0, worstSlope = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double scale = Math.Max(1, Math.Abs(x[i]));
                worst = Math.Max(worst, Math.Abs(y[i] - ReferenceMath.Activate(activation, x[i])) / scale);
                worstSlope = Math.Max(worstSlope, Math.Abs(slope[i] - ReferenceMath.Slope(activation, x[i])));
            }

            output.WriteLine($"{path} {activation}: value {worst:E2} of max(1, |x|), slope {worstSlope:E2}");
            Assert.InRange(worst, 0, IsFused ? 1.4e-7 : 1.7e-7);
            Assert.InRange(worstSlope, 0, IsFused ? 2.6e-7 : 3.3e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void ExtremesSaturateAndNaNStays(InstructionSet path)
    {
        KernelSet kernels = KernelSet.Of(path);
        float[] tanh = new float[4];
        kernels.Tanh.Forward([-1000, 1000, float.NaN, 0], tanh);
        Assert.Equal([-1, 1, float.NaN, 0], tanh);
        foreach (ActivationKernel kernel in new[] { kernels.Gelu, kernels.GeluTanh })
        {
            float[] y = new float[4], slope = [1, 1, 1, 1];
            kernel.Forward([-1000, 1000, float.NaN, 0], y);
            kernel.Backward([-1000, 1000, float.NaN, 0], slope);
            Assert.Equal([0, 1000], y[..2]);
            Assert.Equal([float.NaN, 0], y[2..]);
            Assert.Equal(0, slope[0], 1e-6f);
            Assert.Equal(1, slope[1], 1e-6f);
            Assert.Equal([float.NaN, 0.5f], slope[2..]);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void TailsOfEveryLengthAreTreatedAndNothingBeyond(InstructionSet path)
    {
        KernelSet kernels = KernelSet.Of(path);
        float[] all = Sweep(-3, 3, 256), whole = new float[256];
        kernels.Gelu.Forward(all, whole);
        for (int length = 0; length <= 256; length++)
        {
            float[] y = [.. Enumerable.Repeat(-7f, 257)];
            kernels.Gelu.Forward(all.AsSpan(0, length), y.AsSpan(0, length));
            Assert.Equal(whole[..length], y[..length]);
            Every.Item(y[length..], value => Assert.Equal(-7f, value));
        }
    }

    // Without it a product is rounded before it is added.
    private static bool IsFused => Fma.IsSupported || AdvSimd.IsSupported;

    private static float[] Sweep(double from, double to, int count = 1_000_000) =>
        [.. Enumerable.Range(0, count).Select(i => (float)(from + ((to - from) * i / count)))];
}
