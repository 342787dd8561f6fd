using Cloze.Kernels;
using Cloze.Tests.Models;
using Xunit;

namespace Cloze.Tests.Kernels;

public class ByteRowTests
{
    [Fact]
    public void ARowIsWithinHalfAStepOfItsBytes()
    {
        float[] row = TinyModel.Random(1000, 3);
        float scale = ByteRow.ScaleOf(row);
        sbyte[] bytes = new sbyte[row.Length];
        ByteRow.Quantize(row, scale, bytes);
        Assert.Equal(64, bytes.Max(value => Math.Abs((int)value)));
        Every.Item(row.Zip(bytes), pair => Assert.InRange(
            Math.Abs(pair.First - (scale * pair.Second)), 0, 0.5001f * scale));
    }

    [Fact]
    public void ARowOfZerosStaysOne()
    {
        sbyte[] bytes = [9, 9];
        Assert.Equal(1, ByteRow.ScaleOf([0, -0f]));
        ByteRow.Quantize([0, -0f], 1, bytes);
        Assert.Equal([0, 0], bytes);
    }

    // Two products of a processor's 16-bit sums.
    [Fact]
    public void TwoProductsFitIntoSixteenBits() =>
        Assert.InRange(2 * byte.MaxValue * ByteRow.Largest, 0, short.MaxValue);
}
