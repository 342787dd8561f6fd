using Cloze.Cli.Hosting;
using Xunit;

namespace Cloze.Tests.Cli;

public class ErrorSnapshotTests
{
    private static readonly Dictionary<string, string[]> s_lines = new()
    {
        ["error-verb"] = ["fil", "my-model", "a [MASK]"],
        ["error-option"] = ["train", "--minuts", "1"],
        ["error-argument"] = ["fill"],
        ["error-number"] = ["train", "--learning-rate", "0,001"],
        ["error-range"] = ["fill", "my-model", "a [MASK]", "--top-k", "0"],
        ["error-choice"] = ["train", "--preset", "huge"],
        ["error-model"] = ["fill", "no-such-model", "a [MASK]"],
        ["error-exclusive"] = ["train", "--minutes", "1", "--steps", "10"],
    };

    public static MatrixTheoryData<string, int> Names { get; } = new(s_lines.Keys, Snapshot.Widths);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task TheErrorIsTheOneKept(string name, int width)
    {
        using var error = new StringWriter();
        var context = new CliContext(Stream.Null, TextWriter.Null, error, errorIsTerminal: true, width);
        Assert.NotEqual(0, await CommandLine.RunAsync(s_lines[name], context, default));
        Snapshot.Check(name, width, error.ToString());
    }

    [Fact]
    public async Task InALogAnErrorIsOneLineAndItsHintAnother()
    {
        CliRun run = await CliRun.Of("train", "--learning-rate", new string('9', 200) + "x");
        Assert.Equal(2, run.Error.TrimEnd().Split('\n').Length);
    }
}
