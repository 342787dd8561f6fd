using System.CommandLine;
using Cloze.Cli.Commands;
using Cloze.Cli.Hosting;
using Xunit;

namespace Cloze.Tests.Cli;

public class HelpSnapshotTests
{
    public static MatrixTheoryData<string, int> Names { get; } = new(["cloze", .. Verbs.Names], Snapshot.Widths);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task TheHelpIsTheOneKept(string verb, int width)
    {
        string[] arguments = verb == "cloze" ? ["--help"] : [verb, "--help"];
        using var output = new StringWriter();
        var context = new CliContext(Stream.Null, output, TextWriter.Null, width: width);
        Assert.Equal(0, await CommandLine.RunAsync(arguments, context, default));

        // The name of the running program: here that of the tests.
        string text = output.ToString().Replace(RootCommand.ExecutableName, "cloze", StringComparison.Ordinal);
        Snapshot.Check($"help-{verb}", width, text);
    }

    [Fact]
    public async Task WithoutAWordTheHelpIsShown()
    {
        CliRun help = await CliRun.Of("--help");
        CliRun bare = await CliRun.Of();
        Assert.Equal(0, bare.ExitCode);
        Assert.Equal(help.Output, bare.Output);
    }
}
