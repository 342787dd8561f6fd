using Xunit;

namespace Cloze.Tests;

public class OneLineTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("bert.encoder.layer.0", "bert.encoder.layer.0")]
    [InlineData("naïve 名前 😀 \u200D", "naïve 名前 😀 \u200D")]
    [InlineData("a\u001B[2Jb", "a\\u001B[2Jb")]
    [InlineData("one\ntwo\r\nthree\tfour", "one\\ntwo\\r\\nthree\\tfour")]
    [InlineData("\0\u007F\u0085\u009B", "\\u0000\\u007F\\u0085\\u009B")]
    [InlineData("a\u2028b\u2029c", "a\\u2028b\\u2029c")]
    [InlineData("a\u202Eb\u2066c\u200Fd", "a\\u202Eb\\u2066c\\u200Fd")]
    [InlineData("😀\u001B😀", "😀\\u001B😀")]
    public void WhatWouldMoveTheCursorIsEscapedAndTheRestStays(string text, string expected) =>
        Assert.Equal(expected, OneLine.Of(text));

    [Fact]
    public void HalfASurrogatePairIsEscaped()
    {
        Assert.Equal("a\\uD83Db", OneLine.Of("a\uD83Db"));
        Assert.Equal("\\uDE00\\uD83D", OneLine.Of("\uDE00\uD83D"));
    }

    [Fact]
    public void AnErrorIsOneLineWhateverItQuotes()
    {
        var error = new ClozeException("a tensor \"\u001B[31mred\n\"", "Mend \"\u009B1m\".");
        Assert.Equal("a tensor \"\\u001B[31mred\\n\"", error.Message);
        Assert.Equal("Mend \"\\u009B1m\".", error.Hint);
        Assert.Equal($"Text 3: {error.Message}", new TextException(2, error).Message);
    }
}
