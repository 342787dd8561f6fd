using System.Text.RegularExpressions;
using Cloze.Tests.Cli;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Server;

/// <summary>The verb <c>serve</c>.</summary>
public class ServeCommandTests
{
    [Fact]
    public async Task ItServesUntilItIsInterrupted()
    {
        using var run = new TinyRun();
        CliRun result = await CliRun.InterruptedAt(
            "serving", "serve", $"tiny={run.Start}", "--urls", "http://127.0.0.1:0", "--threads", "1", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(
            new Regex("^serving tiny at http://127.0.0.1:[1-9][0-9]*\nstopping: what was taken is finished first\n$"),
            result.Error.ReplaceLineEndings("\n"));
        Assert.Matches(
            new Regex("^{\"models\":\\[\"tiny\"\\],\"urls\":\\[\"http://127.0.0.1:[1-9][0-9]*\"\\]}\\s*$"),
            result.Output);
    }

    [Fact]
    public async Task AnAddressInUseIsSaid()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        CliRun result = await CliRun.Of("serve", server.Folder, "--urls", server.Client.BaseAddress!.ToString());
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("address already in use", result.Error);
    }

    [Fact]
    public async Task AFolderThatIsNoModelIsSaid()
    {
        CliRun result = await CliRun.Of("serve", "no-such-folder");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("no-such-folder", result.Error);
    }
}
