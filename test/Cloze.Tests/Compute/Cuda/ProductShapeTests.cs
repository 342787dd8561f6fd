using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>Which products share an algorithm.</summary>
public class ProductShapeTests
{
    private static readonly MatrixProduct s_forward = new()
    {
        A = new(1024),
        B = new(2048),
        C = new(4096),
        Rows = 1000,
        Columns = 64,
        Depth = 32,
        TransposesB = true,
        StrideA = 32,
        StrideB = 32,
        StrideC = 64,
        Factors = TensorElement.BFloat16,
        Result = TensorElement.BFloat16,
    };

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(8, 8)]
    [InlineData(9, 10)]
    [InlineData(15, 16)]
    [InlineData(32_700, 32_768)]
    [InlineData(32_768, 32_768)]
    [InlineData(32_769, 40_960)]
    [InlineData(int.MaxValue / 2, 1 << 30)]
    public void ACountHasThreeLeadingBits(int count, int expected) =>
        Assert.Equal(expected == 1 && count == 0 ? 0 : expected, ProductShape.SizeClass(count));

    [Fact]
    public void BatchesOfAboutOneSizeShareAnAlgorithm()
    {
        Assert.Equal(ProductShape.Of(s_forward), ProductShape.Of(s_forward with { Rows = 1024 }));
        Assert.NotEqual(ProductShape.Of(s_forward), ProductShape.Of(s_forward with { Rows = 1025 }));
        MatrixProduct weight = s_forward with { TransposesA = true, TransposesB = false, Depth = 1000, Rows = 64 };
        Assert.Equal(ProductShape.Of(weight), ProductShape.Of(weight with { Depth = 1001 }));
        Assert.NotEqual(ProductShape.Of(weight), ProductShape.Of(weight with { Rows = 63 }));
    }

    [Fact]
    public void WhatChangesTheAlgorithmChangesTheShape()
    {
        MatrixProduct[] others =
        [
            s_forward with { Columns = 72 },
            s_forward with { Depth = 40 },
            s_forward with { TransposesB = false },
            s_forward with { Adds = true },
            s_forward with { Bias = new(512) },
            s_forward with { Factors = TensorElement.Float32 },
            s_forward with { Result = TensorElement.Float32 },
            s_forward with { StrideC = 128 },
            s_forward with { A = new(1024 + 32) },
        ];
        Assert.Equal(others.Length, others.Select(other => ProductShape.Of(other)).Distinct().Count());
        Every.Item(others, other => Assert.NotEqual(ProductShape.Of(s_forward), ProductShape.Of(other)));
        Assert.Equal("1024x64x32:50:32,32,64:256", ProductShape.Of(s_forward).ToString());
    }

    [Fact]
    public void AProductWithoutRowsIsNone()
    {
        Assert.True((s_forward with { Rows = 0 }).IsEmpty);
        Assert.True((s_forward with { Depth = 0, Adds = true }).IsEmpty);
        Assert.False(s_forward.IsEmpty);
    }
}
