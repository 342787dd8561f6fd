using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>What <c>cloze train</c> says beside its figures.</summary>
public sealed class TrainingVoiceTests : IDisposable
{
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("step 1", "stopping after this step; again to quit at once")]
    [InlineData("Cutting", "stopping; again to quit at once")]
    public async Task AnInterruptionIsAcknowledgedAtOnce(string at, string said)
    {
        CliRun run = await CliRun.InterruptedAt(at, [.. Arguments("--steps", "1000000")]);

        Assert.Equal(130, run.ExitCode);
        string[] lines = run.Error.Split('\n');
        int found = Array.FindIndex(lines, line => line.StartsWith(at, StringComparison.Ordinal));
        Assert.Equal(said, lines[found + 1].TrimEnd());
    }

    [Fact]
    public async Task OptionsInMessagesHaveTheirFlags()
    {
        CliRun run = await CliRun.Of([.. Arguments("--steps", "1")]);

        Assert.Contains(
            "1 file gave 100 documents: a blank line ends one. Give --document file to keep a file together.",
            run.Error);
        Assert.DoesNotContain('`', run.Error + run.Output);
    }

    [Fact]
    public async Task AFinishedRunIsSaidToBeFinishedAndHowItGoesOn()
    {
        await CliRun.Of([.. Arguments("--steps", "2")]);

        CliRun again = await CliRun.Of("train", "--out", _run.Output, "--resume", "--threads", "1");
        CliRun longer = await CliRun.Of(
            "train", "--out", _run.Output, "--resume", "--threads", "1", "--minutes", "0.005");

        Assert.Equal(0, again.ExitCode);
        Assert.Contains(
            "The run is finished: it has trained for --steps 2. A larger --steps goes on from here.", again.Error);
        Assert.DoesNotContain("--force", again.Error);
        Assert.Equal("", longer.Error.Contains("error:") ? longer.Error : "");
        Assert.Equal(0, longer.ExitCode);
        Assert.Contains("The run of --steps 2 goes on to --minutes 0.005", longer.Error);
    }

    [Fact]
    public async Task EvaluationDoesNotDependOnTheOrderOfTheFiles()
    {
        string other = Path.Combine(_run.Path, "a.txt");
        File.WriteAllText(other, "the cat sees a tree\n\na dog hears the river");

        CliRun one = await CliRun.Of("eval", _run.Start, "--data", _run.Corpus, other, "--json");
        CliRun two = await CliRun.Of("eval", _run.Start, "--data", other, _run.Corpus, "--json");

        Assert.Equal(0, one.ExitCode);
        Assert.Equal(one.Output, two.Output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EvaluationSaysOnceWhatIsNoText(bool compares)
    {
        string[] against = compares ? ["--against", _run.Start] : [];

        CliRun run = await CliRun.Of(["eval", _run.Start, "--data", _run.Path, "--json", .. against]);

        Assert.Single(
            run.Error.Split('\n'), line => line.TrimEnd() == $"Left out, as models are no text: {_run.Start}.");
        Assert.Single(run.Lines);
    }

    private IEnumerable<string> Arguments(params string[] more) =>
        ["train", "--data", _run.Corpus, "--from", _run.Start, "--out", _run.Output, "--threads", "1",
            "--batch-tokens", "64", .. more];
}
