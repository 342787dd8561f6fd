using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Kernels;

public class ActivationLengthTests
{
    private static readonly float[] s_x = EveryLength.Normal(EveryLength.Longest, 1, 3);

    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void ValuesAndSlopesAtEveryLength(InstructionSet path)
    {
        KernelSet kernels = KernelSet.Of(path);
        Check($"{path} GELU", Activation.Gelu, kernels.Gelu);
        Check($"{path} GELU by tanh", Activation.GeluTanh, kernels.GeluTanh);
        Check($"{path} rectifier", Activation.Relu, kernels.Relu);
        Check($"{path} tanh", Activation.Tanh, kernels.Tanh);
    }

    private static void Check(string what, Activation activation, ActivationKernel kernel)
    {
        float[] gradient = EveryLength.Normal(EveryLength.Longest, 2);
        double[] values = [.. s_x.Select(x => ReferenceMath.Activate(activation, x))];
        double[] slopes = [.. s_x.Select(x => ReferenceMath.Slope(activation, x))];
        foreach (int length in EveryLength.Lengths)
        {
            ReadOnlySpan<float> x = s_x.AsSpan(0, length);
            float[] y = EveryLength.Guarded(new float[length]), inPlace = EveryLength.Guarded(x);
            kernel.Forward(x, y.AsSpan(0, length));
            EveryLength.AssertNear(what, length, y, 2e-7, i => (values[i], Math.Max(1, Math.Abs(s_x[i]))));
            kernel.Forward(inPlace.AsSpan(0, length), inPlace.AsSpan(0, length));
            Assert.Equal(y, inPlace);
            float[] slope = EveryLength.Guarded(gradient.AsSpan(0, length));
            kernel.Backward(x, slope.AsSpan(0, length));
            EveryLength.AssertNear($"{what}, slope", length, slope, 4e-7, i =>
                (slopes[i] * gradient[i], Math.Abs(gradient[i])));
        }
    }
}
