using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>bfloat16 on the host.</summary>
public class HalvesTests
{
    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(1f, 1f)]
    [InlineData(1.00390625f, 1f)]
    [InlineData(1.01171875f, 1.015625f)]
    [InlineData(1.0040283f, 1.0078125f)]
    [InlineData(-3.1415927f, -3.140625f)]
    [InlineData(3.4e38f, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    [InlineData(float.NaN, float.NaN)]
    public void AValueIsRoundedToTheNearestAndTiesToEven(float value, float expected) =>
        Assert.Equal(expected, Halves.Widen(Halves.Narrow(value)));

    [Fact]
    public void EveryHalfComesBack()
    {
        ushort[] halves = [.. Enumerable.Range(0, 65536).Select(i => (ushort)i)], back = new ushort[65536];
        float[] values = new float[65536];
        Halves.Widen(halves, values);
        Halves.Narrow(values, back);
        for (int i = 0; i < halves.Length; i++)
        {
            if (!float.IsNaN(values[i])) Assert.Equal(halves[i], back[i]);
            else Assert.True(float.IsNaN(Halves.Widen(back[i])));
        }
    }
}
