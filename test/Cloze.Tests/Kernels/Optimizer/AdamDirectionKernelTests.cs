using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

public class AdamDirectionKernelTests
{
    private static readonly AdamFactors _factors = new(0.7f, 0.9f, 0.1f, 0.999f, 0.001f, 2.5f, 40, 1e-6f, 0.01f);

    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void TheDirectionIsTheWayThatAdamGoes(InstructionSet path)
    {
        KernelSet kernels = KernelSet.Of(path);
        foreach (int length in EveryLength.Lengths)
        {
            float[] parameters = EveryLength.Normal(length, 2), gradients = EveryLength.Normal(length, 1);
            float[] g = EveryLength.Guarded(gradients), m = EveryLength.Normal(length, 3, 0.1);
            float[] v = [.. EveryLength.Normal(length, 4, 0.03).Select(value => value * value)];
            float[] adam = [.. parameters], moved = [.. gradients], first = [.. m], second = [.. v];

            kernels.AdamDirection(_factors, g.AsSpan(0, length), parameters, m, v);
            kernels.Adam(_factors, moved, adam, first, second);

            Assert.Equal(first, m);
            Assert.Equal(second, v);
            EveryLength.AssertNear($"{path}", length, g, 1e-6, i => (
                (double)parameters[i] - adam[i], Math.Abs(parameters[i]) + Math.Abs(adam[i])));
        }
    }
}
