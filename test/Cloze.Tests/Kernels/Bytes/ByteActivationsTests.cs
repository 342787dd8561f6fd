using Cloze.Kernels;
using Cloze.Tests.Models;
using Xunit;

namespace Cloze.Tests.Kernels;

public unsafe class ByteActivationsTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 130)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void ARowIsWithinHalfAStepOfItsBytes(int length)
    {
        float[] row = [.. TinyModel.Random(length, 5).Select(value => value + 0.3f)];
        byte[] bytes = new byte[length];
        float scale = Quantize(row, bytes, out int zero);
        float range = Math.Max(row.Max(), 0) - Math.Min(row.Min(), 0);
        Assert.Equal(range / 255, scale, 1e-6f * range);
        Every.Item(row.Zip(bytes), pair => Assert.InRange(
            Math.Abs(pair.First - (scale * (pair.Second - zero))), 0, 1.001f * scale));
    }

    [Fact]
    public void ZeroIsAByteExactly()
    {
        float[] row = [-1.7f, 0, 2.9f, 0];
        byte[] bytes = new byte[4];
        Quantize(row, bytes, out int zero);
        Assert.Equal([zero, zero], [bytes[1], bytes[3]]);
        Assert.Equal((0, 255), (bytes[0], bytes[2]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-38f)]
    public void ARowOfNothingIsZeros(float value)
    {
        byte[] bytes = [7, 7, 7];
        Assert.Equal((1f, 0), (Quantize([value, 0, -value], bytes, out int zero), zero));
        Assert.Equal([0, 0, 0], bytes);
    }

    [Fact]
    public void WhatIsNoNumberMakesTheScaleNone() =>
        Assert.True(float.IsNaN(Quantize([1, float.NaN, 2], new byte[3], out _)));

    private static float Quantize(float[] row, byte[] bytes, out int zero)
    {
        fixed (float* values = row)
        fixed (byte* target = bytes)
        {
            return ByteActivations.Quantize(values, row.Length, target, out zero);
        }
    }
}
