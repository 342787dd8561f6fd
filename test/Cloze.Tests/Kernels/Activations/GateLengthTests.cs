using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Kernels;

/// <summary>Activations with a gate, and their gradients, at every length and beyond one tile.</summary>
public class GateLengthTests
{
    private const int Longest = 600;

    private static readonly float[] s_x = EveryLength.Normal(Longest, 1, 3);
    private static readonly float[] s_gate = EveryLength.Normal(Longest, 2);
    private static readonly float[] s_d = EveryLength.Normal(Longest, 3);

    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void GatesAndTheirGradientsAtEveryLength(InstructionSet path)
    {
        KernelSet kernels = KernelSet.Of(path);
        Check($"{path} GELU", Activation.Gelu, kernels.Gelu);
        Check($"{path} GELU by tanh", Activation.GeluTanh, kernels.GeluTanh);
        Check($"{path} rectifier", Activation.Relu, kernels.Relu);
        Check($"{path} tanh", Activation.Tanh, kernels.Tanh);
    }

    private static void Check(string what, Activation activation, ActivationKernel kernel)
    {
        double[] values = [.. s_x.Select(x => ReferenceMath.Activate(activation, x))];
        double[] slopes = [.. s_x.Select(x => ReferenceMath.Slope(activation, x))];
        double Size(int i) => Math.Max(1, Math.Abs(s_x[i]));
        foreach (int length in EveryLength.Lengths.Append(Longest))
        {
            float[] y = EveryLength.Guarded(new float[length]);
            kernel.Gate(s_x.AsSpan(0, length), s_gate.AsSpan(0, length), y.AsSpan(0, length));
            EveryLength.AssertNear(what, length, y, 3e-7, i =>
                (values[i] * s_gate[i], Size(i) * Math.Abs(s_gate[i])));
            float[] x = Copy(s_x, length), gate = Copy(s_gate, length), product = Copy(s_d, length);
            kernel.GateBackward(x.AsSpan(0, length), gate.AsSpan(0, length), product.AsSpan(0, length));
            EveryLength.AssertNear($"{what}, gradient", length, x, 5e-7, i =>
                (s_d[i] * s_gate[i] * slopes[i], Math.Abs(s_d[i] * s_gate[i])));
            EveryLength.AssertNear($"{what}, gate's gradient", length, gate, 3e-7, i =>
                (s_d[i] * values[i], Size(i) * Math.Abs(s_d[i])));
            Assert.Equal(y, product);
        }
    }

    private static float[] Copy(float[] values, int length) => EveryLength.Guarded(values.AsSpan(0, length));
}
