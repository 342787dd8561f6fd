using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute;

public class RotaryAnglesTests
{
    [Fact]
    public void ARowHasTheCosinesAndThenTheSinesOfAPosition()
    {
        float[] table = RotaryAngles.Table(3, 4, 100);
        Assert.Equal([1, 1, 0, 0], table[..4]);
        double[] expected = [Math.Cos(2), Math.Cos(0.2), Math.Sin(2), Math.Sin(0.2)];
        for (int i = 0; i < 4; i++) Assert.Equal((float)expected[i], table[8 + i]);
        Assert.Empty(RotaryAngles.Table(0, 4, 100));
    }

    [Fact]
    public void TheLongestTablesKeepTheirDigits()
    {
        float[] table = RotaryAngles.Table(8192, 64, 160_000);
        for (int i = 0; i < 32; i++)
        {
            double angle = 8191 / Math.Pow(160_000, i / 32.0);
            Assert.Equal(Math.Cos(angle), table[(8191 * 64) + i], 6e-8);
            Assert.Equal(Math.Sin(angle), table[(8191 * 64) + 32 + i], 6e-8);
        }
    }

    [Fact]
    public void WhatMakesNoTableIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RotaryAngles.Table(-1, 4, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => RotaryAngles.Table(1, 3, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => RotaryAngles.Table(1, 0, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => RotaryAngles.Table(1, 4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RotaryAngles.Table(1, 4, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => RotaryAngles.Table(1, 4, double.PositiveInfinity));
        Assert.Throws<OverflowException>(() => RotaryAngles.Table(int.MaxValue, 64, 100));
    }
}
