using Cloze.Cli.Rendering;
using Xunit;

namespace Cloze.Tests.Cli;

public class NumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.003, "0.003")]
    [InlineData(0.00154321, "0.00154")]
    [InlineData(0.0000123456, "0.0000123")]
    [InlineData(1, "1")]
    [InlineData(12.345, "12.3")]
    [InlineData(1234.5, "1234")]
    [InlineData(double.NaN, "NaN")]
    public void RatesHaveThreeDigitsAndNoExponent(double value, string expected) =>
        Assert.Equal(expected, Numbers.Rate(value));

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.5, "50.0 %")]
    [InlineData(0.001, "0.1 %")]
    [InlineData(0.00096, "0.1 %")]
    [InlineData(0.00094, "0.094 %")]
    [InlineData(0.00012345, "0.012 %")]
    [InlineData(0.0000099999, "0.0010 %")]
    [InlineData(0.0000000199, "0.0000020 %")]
    [InlineData(0.000000009, "< 0.000001 %")]
    public void SmallSharesKeepTwoDigits(double share, string expected) =>
        Assert.Equal(expected, Numbers.Percent(share));

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(2_345, "2.3 kB")]
    [InlineData(48_300, "48 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1.0 MB")]
    [InlineData(48_000_000, "48 MB")]
    public void SmallSizesHaveUnitsThatSuitThem(long bytes, string expected) =>
        Assert.Equal(expected, Numbers.Size(bytes));

    [Theory]
    [InlineData(0, "0 tokens/s")]
    [InlineData(48_312.4, "48,312 tokens/s")]
    [InlineData(999_999, "999,999 tokens/s")]
    [InlineData(7_340_000, "7.3 M tokens/s")]
    public void SlowSpeedsAreCounted(double perSecond, string expected) =>
        Assert.Equal(expected, Numbers.Speed(perSecond, "tokens"));

    [Theory]
    [InlineData("fb641ce7044dbd50c8c2833b3504ea96", "fb641ce7044d")]
    [InlineData("", "")]
    public void HashesShowTwelveDigits(string hash, string expected) => Assert.Equal(expected, Numbers.Hash(hash));
}
