using System.Text.Json;
using Cloze.Cli.Hosting;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>Verbs over the lines of an input: a line without an answer harms no other.</summary>
public sealed class ManyTextsTests : IDisposable
{
    private readonly TinyRun _run = new();

    public static TheoryData<string> Verbs => ["fill", "eval", "tokenize"];

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task FillAnswersTheOtherLinesAndNamesEachThatHasNoMask()
    {
        CliRun run = await Fill("the [MASK]\nno mask\na [MASK] sees\nnone\nthe cat [MASK]\n");
        Assert.Equal((1, 3), (run.ExitCode, run.Lines.Length));
        CliRun sound = await Fill("the [MASK]\na [MASK] sees\nthe cat [MASK]\n");
        Assert.Equal((0, sound.Output), (sound.ExitCode, run.Output));
        Assert.Equal(
            [
                "error: Line 2: The text has no [MASK].",
                "hint: Write [MASK] where a word is to be predicted.",
                "error: Line 4: The text has no [MASK].",
                "error: 2 lines without an answer; --skip-invalid leaves such lines out.",
            ],
            Lines(run.Error));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task TheFieldOfTheTextIsNamed(string verb)
    {
        const string line = "{\"body\": \"the [MASK] sees a tree\"}\n";
        CliRun named = await Run(line, verb, "--text-field", "body");
        Assert.Equal((0, "", 1), (named.ExitCode, named.Error, named.Lines.Length));
        CliRun number = await Run("{\"body\": 5}\n", verb, "--text-field", "body");
        Assert.Contains("expected a JSON object with a string \"body\", \"body\" is 5.", number.Error);
        CliRun other = await Run(line, verb);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("--text-field names the field.", other.Error);
    }

    [Fact]
    public async Task SkippedLinesAreOnlyCounted()
    {
        CliRun run = await Fill("the [MASK]\nno mask\na [MASK] sees\nnone\n", "--skip-invalid");
        Assert.Equal((0, 2), (run.ExitCode, run.Lines.Length));
        Assert.Equal(
            ["warning: 2 lines left out; the first: Line 2: The text has no [MASK]."], Lines(run.Error));
    }

    [Fact]
    public async Task AMaskThatIsCutOffIsALineWithoutAnAnswerToo()
    {
        // Only the model sees that it does not fit: the stream ends there and begins anew.
        string late = string.Join(' ', Enumerable.Repeat("the cat", 20)) + " [MASK]";
        string[] texts = [.. Enumerable.Range(0, 60).Select(i => i % 7 == 3 ? late : $"the [MASK] {i} sees")];
        CliRun run = await Fill(string.Join('\n', texts));
        CliRun sound = await Fill(string.Join('\n', texts.Where(text => text != late)));
        Assert.Equal((1, sound.Output), (run.ExitCode, run.Output));
        string[] named = [.. Lines(run.Error).Where(line => line.Contains("No [MASK] is left"))];
        Assert.Equal(
            Enumerable.Range(0, 60).Where(i => i % 7 == 3).Select(i => $"error: Line {i + 1}: "),
            named.Select(line => line[..(line.IndexOf(": No") + 2)]));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task ABadJsonLineIsNamedAndTheOthersAreAnswered(string verb)
    {
        string good = "{\"text\": \"the cat [MASK] a tree\", \"score\": NaN}";
        CliRun run = await Run($"{good}\n{{\"text\": \"cut \\ud83d\"}}\n{good}\nplain\n", verb, "--json");
        Assert.Equal((1, 2), (run.ExitCode, run.Lines.Length));
        Assert.Equal(run.Lines[0], run.Lines[1]);
        using JsonDocument answer = JsonDocument.Parse(run.Lines[0]);
        Assert.Contains("error: Line 2: ", run.Error);
        Assert.Contains("error: Line 4: ", run.Error);
        CliRun skipped = await Run(
            $"{good}\n{{\"text\": \"cut \\ud83d\"}}\n{good}\n", verb, "--json", "--skip-invalid");
        Assert.Equal((0, run.Output), (skipped.ExitCode, skipped.Output));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task BlankLinesAreSkipped(string verb)
    {
        CliRun run = await Run("\nthe cat [MASK] a tree\n\n \t\nthe cat [MASK] a tree\r\n\r\n", verb);
        Assert.Equal((0, "", 2), (run.ExitCode, run.Error, run.Lines.Length));
    }

    [Fact]
    public async Task EvalAnswersTheOtherLines()
    {
        CliRun run = await Run("the cat sees\n\u200B\na dog hears\n", "eval");
        Assert.Equal((1, 2), (run.ExitCode, run.Lines.Length));
        Assert.Contains("error: Line 2: ", run.Error);
        Assert.Equal((await Run("the cat sees\na dog hears\n", "eval")).Output, run.Output);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task HelpSaysWhatBecomesOfALineWithoutAnAnswer(string verb)
    {
        CliRun run = await CliRun.Of(verb, "--help");
        Assert.Contains("--skip-invalid", run.Output);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task WhatWasCancelledBeforeItBeganAnswersNothing(string verb)
    {
        CliRun run = await CliRun.WithInput(
            "the [MASK]\n", new CancellationToken(canceled: true), verb, _run.Start, "--input", "-");
        Assert.Equal((130, ""), (run.ExitCode, run.Output));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task AnInterruptionIsHeardWhileALineIsWaitedFor(string verb)
    {
        using var interruption = new CancellationTokenSource();
        using var input = new WaitingStream("the cat [MASK] a tree\n", interruption.Cancel);
        using var error = new StringWriter();
        var context = new CliContext(input, TextWriter.Null, error);
        Task<int> run = Task.Run(
            () => CommandLine.RunAsync([verb, _run.Start, "--input", "-"], context, interruption.Token));
        Assert.Equal(130, await run.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("interrupted", error.ToString());
    }

    private Task<CliRun> Fill(string input, params string[] more) => Run(input, ["fill", .. more]);

    private Task<CliRun> Run(string input, params string[] line) =>
        CliRun.WithInput(input, default, [line[0], _run.Start, "--input", "-", .. line[1..]]);

    private static string[] Lines(string text) => text.Split(Environment.NewLine)[..^1];
}
