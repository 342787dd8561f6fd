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
    [InlineData("F16", 11, -14)]
    [InlineData("BF16", 8, -126)]
    public void ADoubleIsRoundedOnce(string typeName, int digits, int lowest)
    {
        ElementType type = Enum.Parse<ElementType>(typeName);
        var random = new Random(5);
        byte[] two = new byte[2], eight = new byte[8];
        float[] odd = new float[1], nearest = new float[1];
        for (int i = 0; i < 20_000; i++)
        {
            // Just beside the middle of two values, where rounding to a float first would lose the side.
            int exponent = random.Next(lowest - digits - 2, 15);
            double step = Math.ScaleB(1, Math.Max(exponent, lowest) + 1 - digits);
            double middle = (Math.Floor(Math.ScaleB(1 + random.NextDouble(), exponent) / step) + 0.5) * step;
            double value = middle * (1 + ((random.Next(3) - 1) * Math.ScaleB(1, -40)));
            double below = (Math.Floor(value / step) * step), above = below + step;
            double expected = value == middle
                ? (Math.Floor(value / step) % 2 == 0 ? below : above)
                : value < middle ? below : above;
            BitConverter.TryWriteBytes(eight, random.Next(2) == 0 ? value : -value);
            ElementTypeExtensions.WidenToOdd(eight, odd);
            Assert.Equal(-1, type.Narrow(odd, two));
            type.Widen(two, nearest);
            Assert.Equal(expected, Math.Abs((double)nearest[0]));
        }
    }

    [Fact]
    public void ADoubleThatIsAFloatStaysAndOneThatIsTooLargeIsNotInfinite()
    {
        double[] values = [1.5, -0.0, double.NaN, double.NegativeInfinity, 1e39, -1e300, 1e-300];
        byte[] bytes = [.. values.SelectMany(BitConverter.GetBytes)];
        float[] floats = new float[values.Length];
        ElementTypeExtensions.WidenToOdd(bytes, floats);
        Assert.Equal(
            [1.5f, -0f, float.NaN, float.NegativeInfinity, float.MaxValue, -float.MaxValue, float.Epsilon], floats);
        Assert.Equal(4, ElementType.F16.Narrow(floats, new byte[2 * floats.Length]));
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
