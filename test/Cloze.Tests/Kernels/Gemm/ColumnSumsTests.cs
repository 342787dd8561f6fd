using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

public unsafe class ColumnSumsTests
{
    [Fact]
    public void EveryWidthAddsTheSumsOfItsColumnsInTheOrderOfTheRows()
    {
        const int Rows = 37, Stride = 256;
        var random = new KeyedRandom(3, RandomPurpose.Weights, 0, 0);
        float[] source = new float[Rows * Stride];
        for (int i = 0; i < source.Length; i++) source[i] = random.NextSingle() - 0.5f;
        for (int columns = 0; columns <= Stride; columns++)
        {
            float[] sums = [.. Enumerable.Range(0, Stride).Select(column => (float)column)];
            fixed (float* from = source, to = sums) ColumnSums.Add(from, Stride, Rows, columns, to);
            for (int column = 0; column < Stride; column++)
            {
                float sum = 0;
                for (int row = 0; row < Rows && column < columns; row++) sum += source[(row * Stride) + column];
                Assert.Equal(column + sum, sums[column]);
            }
        }
    }
}
