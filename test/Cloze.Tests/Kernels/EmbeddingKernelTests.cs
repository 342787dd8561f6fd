using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

public class EmbeddingKernelTests
{
    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void SumsOfRowsAtEveryLength(InstructionSet path)
    {
        KernelSet kernels = KernelSet.Of(path);
        foreach (int length in EveryLength.Lengths)
        {
            float[] word = EveryLength.Normal(length, 1), position = EveryLength.Normal(length, 2);
            float[] type = EveryLength.Normal(length, 3), sum = EveryLength.Guarded(new float[length]);
            kernels.AddRows(word, position, type, sum.AsSpan(0, length));
            EveryLength.AssertNear($"{path} sum", length, sum, 1.2e-7, i =>
                ((double)word[i] + position[i] + type[i],
                    Math.Abs(word[i]) + Math.Abs(position[i]) + Math.Abs(type[i])));

            float[] total = EveryLength.Guarded(word);
            kernels.Accumulate(type, total.AsSpan(0, length));
            EveryLength.AssertNear($"{path} total", length, total, 0, i => (word[i] + type[i], 1));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void RowsOfOtherLengthsAreAnError(InstructionSet path)
    {
        KernelSet kernels = KernelSet.Of(path);
        float[] three = new float[3], four = new float[4];
        Assert.Throws<ArgumentOutOfRangeException>(() => kernels.AddRows(three, four, four, four));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernels.AddRows(four, three, four, four));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernels.AddRows(four, four, three, four));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernels.Accumulate(three, four));
    }
}
