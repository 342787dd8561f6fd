using Cloze.Masking;
using Xunit;

namespace Cloze.Tests.Masking;

public class MaskRateTests
{
    [Theory]
    [InlineData("0.3", 0.3f, 0.3f, "0.3")]
    [InlineData("0.30->0.15", 0.3f, 0.15f, "0.3->0.15")]
    [InlineData(" 0.4 -> 0.15 ", 0.4f, 0.15f, "0.4->0.15")]
    [InlineData("0.15->0.15", 0.15f, 0.15f, "0.15")]
    public void ItIsWrittenAndReadAsOneRateOrTwo(string text, float first, float last, string written)
    {
        MaskRate? rate = MaskRate.TryParse(text);
        Assert.Equal(new MaskRate(first, last), rate);
        Assert.Equal(written, rate.ToString());
        Assert.Equal(rate, MaskRate.TryParse(written));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0.30-")]
    [InlineData("->0.15")]
    [InlineData("0.3->")]
    [InlineData("0.3->0.2->0.1")]
    [InlineData("0,3")]
    [InlineData("much")]
    public void SomethingElseIsNone(string text) => Assert.Null(MaskRate.TryParse(text));

    [Fact]
    public void WithoutATailItGoesInAStraightLine()
    {
        var rate = new MaskRate(0.3f, 0.15f);
        Assert.Equal(0.3, rate.At(0), 1e-6);
        Assert.Equal(0.225, rate.At(0.5), 1e-6);
        Assert.Equal(0.15, rate.At(1), 1e-6);
        Assert.Equal(0.3f, rate.Highest);
    }

    [Fact]
    public void WithATailTheFirstHoldsUntilThen()
    {
        var rate = new MaskRate(0.3f, 0.15f);
        Assert.Equal(0.3f, rate.At(0, 0.2));
        Assert.Equal(0.3f, rate.At(0.7999, 0.2));
        Assert.Equal(0.15f, rate.At(0.8, 0.2));
        Assert.Equal(0.15f, rate.At(1, 0.2));
    }

    [Fact]
    public void AConstantRateHasItsVeryBitsAllThrough()
    {
        MaskRate rate = 0.3f;
        Every.Item([0, 0.1, 0.37, 0.999, 1], progress => Assert.Equal((double)0.3f, rate.At(progress)));
    }
}
