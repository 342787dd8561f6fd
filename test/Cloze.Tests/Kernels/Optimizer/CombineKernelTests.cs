using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

public class CombineKernelTests
{
    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void SumsOfEveryLength(InstructionSet path)
    {
        KernelSet kernels = KernelSet.Of(path);
        foreach (int length in EveryLength.Lengths)
        {
            float[] x = EveryLength.Normal(length, 1), y = EveryLength.Normal(length, 2);
            float[] sum = EveryLength.Guarded(new float[length]), inPlace = EveryLength.Guarded(x);
            kernels.Combine(0.9f, x, -1.7f, y, sum.AsSpan(0, length));
            kernels.Combine(0.9f, inPlace.AsSpan(0, length), -1.7f, y, inPlace.AsSpan(0, length));

            (double, double) Expected(int i) => (
                (0.9f * (double)x[i]) - (1.7f * (double)y[i]), Math.Abs(x[i]) + (2 * Math.Abs(y[i])));
            EveryLength.AssertNear($"{path}", length, sum, 2e-7, Expected);
            EveryLength.AssertNear($"{path}, in place", length, inPlace, 2e-7, Expected);
        }
    }
}
