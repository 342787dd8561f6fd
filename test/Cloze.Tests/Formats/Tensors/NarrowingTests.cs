using Cloze.Formats;
using Xunit;

namespace Cloze.Tests.Formats;

/// <summary>Rounding to half and bfloat16: to the nearest, ties to even.</summary>
public class NarrowingTests
{
    [Theory]
    [InlineData(0x3F800000u, 0x3F80)]
    [InlineData(0x3F808000u, 0x3F80)]
    [InlineData(0x3F808001u, 0x3F81)]
    [InlineData(0x3F818000u, 0x3F82)]
    [InlineData(0x80000000u, 0x8000)]
    [InlineData(0x00000001u, 0x0000)]
    [InlineData(0x7F7FFFFFu, 0x7F80)]
    [InlineData(0x7F800000u, 0x7F80)]
    [InlineData(0xFF800000u, 0xFF80)]
    [InlineData(0x7F800001u, 0x7FC0)]
    [InlineData(0xFFC00000u, 0xFFC0)]
    public void ABrainFloatIsTheNearest(uint bits, int expected)
    {
        byte[] bytes = new byte[2];
        Assert.Equal(-1, ElementType.BF16.Narrow([BitConverter.UInt32BitsToSingle(bits)], bytes));
        Assert.Equal(expected, BitConverter.ToUInt16(bytes));
    }

    [Fact]
    public void AHalfIsTheNearestAndWhatIsTooLargeIsFound()
    {
        byte[] bytes = new byte[8];
        Assert.Equal(-1, ElementType.F16.Narrow([65504, 65519, 1 + (1f / 2048), float.NegativeInfinity], bytes));
        Assert.Equal((ushort)0x7BFF, BitConverter.ToUInt16(bytes));
        Assert.Equal((ushort)0x7BFF, BitConverter.ToUInt16(bytes, 2));
        Assert.Equal((ushort)0x3C00, BitConverter.ToUInt16(bytes, 4));
        Assert.Equal((ushort)0xFC00, BitConverter.ToUInt16(bytes, 6));
        Assert.Equal(1, ElementType.F16.Narrow([1, -65520, 2], bytes));
    }

    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void EveryValueOfTheTypeStaysWhatItIs(string typeName)
    {
        ElementType type = Enum.Parse<ElementType>(typeName);
        byte[] all = new byte[1 << 17], again = new byte[1 << 17];
        for (int i = 0; i < 1 << 16; i++) BitConverter.TryWriteBytes(all.AsSpan(2 * i), (ushort)i);
        float[] values = new float[1 << 16];
        type.Widen(all, values);
        Assert.Equal(-1, type.Narrow(values, again));
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i])) continue;
            Assert.Equal(i, BitConverter.ToUInt16(again, 2 * i));
        }
    }
}
