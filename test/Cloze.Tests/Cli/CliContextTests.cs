using Cloze.Cli.Hosting;
using Xunit;

namespace Cloze.Tests.Cli;

public class CliContextTests
{
    [Theory]
    [InlineData(null, 120)]
    [InlineData("", 120)]
    [InlineData("wide", 120)]
    [InlineData("-5", 120)]
    [InlineData("0", 120)]
    [InlineData("40", 80)]
    [InlineData("80", 80)]
    [InlineData("200", 200)]
    [InlineData("99999", 1000)]
    public void ColumnsSaysHowWideToDrawForAPipe(string? columns, int width) =>
        Assert.Equal(width, CliContext.WidthOf(columns));

    [Fact]
    public void WhatGoesToAPipeIsDrawnSoWide()
    {
        var context = new CliContext(Stream.Null, TextWriter.Null, TextWriter.Null) { PipedWidth = 90 };
        Assert.Equal(90, context.OutputConsole.Profile.Width);
        Assert.Equal(120, new CliContext(Stream.Null, TextWriter.Null, TextWriter.Null).OutputConsole.Profile.Width);
    }
}
