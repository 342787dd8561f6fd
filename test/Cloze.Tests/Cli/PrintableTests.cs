using Cloze.Cli.Hosting;
using Xunit;

namespace Cloze.Tests.Cli;

public class PrintableTests
{
    [Theory]
    [InlineData("déjà vu, 你好 😀", "déjà vu, 你好 😀")]
    [InlineData("a\u001b[2Jb", "a\\u001B[2Jb")]
    [InlineData("a\r\nb\0", "a\\u000D\\u000Ab\\u0000")]
    [InlineData("\u009b\u202e\u2066x\u2069", "\\u009B\\u202E\\u2066x\\u2069")]
    public void ControlCharactersAreSpeltOut(string text, string printable) =>
        Assert.Equal(printable, Printable.Of(text));

    [Fact]
    public async Task AnErrorNeverDrivesTheTerminal()
    {
        CliRun run = await CliRun.Of("inspect", "no\u001b[2J\nfolder");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no\\u001B[2J\\u000Afolder", run.Error);
        Assert.DoesNotContain('\u001b', run.Error);
        CliRun usage = await CliRun.Of("inspect", "m", "\u001b[2J");
        Assert.Equal(2, usage.ExitCode);
        Assert.DoesNotContain('\u001b', usage.Error);
    }
}
