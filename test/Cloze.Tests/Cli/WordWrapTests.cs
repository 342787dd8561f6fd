using Cloze.Cli.Rendering;
using Xunit;

namespace Cloze.Tests.Cli;

public class WordWrapTests
{
    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("  one two three", 7, "  one|  two|  three")]
    [InlineData("at /a/very/long/path here", 8, "at|/a/very/long/path|here")]
    [InlineData("one\ntwo", 80, "one|two")]
    [InlineData("", 80, "")]
    public void LinesEndBetweenWordsAndPathsStayWhole(string text, int width, string expected) =>
        Assert.Equal(expected.Split('|'), WordWrap.Lines(text, width));
}
