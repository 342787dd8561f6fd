using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

public class DropoutKernelTests
{
    private const int Rows = 3;
    private const int FirstRow = 5;

    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void EachValueIsKeptOrDroppedAsItsOwnDrawSaysAtEveryLength(InstructionSet path)
    {
        KernelSet kernels = KernelSet.Of(path);
        DropoutKey key = Draws.Key;
        for (int columns = 1; columns <= EveryLength.Longest; columns++)
        {
            int count = Rows * columns;
            float[] input = EveryLength.Normal(count, 1), output = EveryLength.Guarded(new float[count]);
            kernels.ApplyDropout(input, key, FirstRow, columns, output.AsSpan(0, count));
            EveryLength.AssertNear($"{path} dropout of {columns} columns", count, output, 0, i =>
                (input[i] * Draws.Factor(FirstRow + (i / columns), i % columns), 1));

            float[] inPlace = EveryLength.Guarded(input);
            kernels.ApplyDropout(inPlace.AsSpan(0, count), key, FirstRow, columns, inPlace.AsSpan(0, count));
            Assert.Equal(output, inPlace);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void NothingIsDroppedOfNothing(InstructionSet path) =>
        KernelSet.Of(path).ApplyDropout([], Draws.Key, 0, 8, []);
}
