using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Cloze.Cli.Hosting;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>Verbs over the lines of an input: a line without an answer harms no other.</summary>
public sealed class ManyTextsTests : IDisposable
{
    private readonly TinyRun _run = new();

    public static TheoryData<string> Verbs => ["fill", "score", "embed", "eval", "tokenize"];

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
        Assert.StartsWith("{\"line\":1,", run.Lines[0]);
        Assert.Equal(run.Lines[0].Replace("{\"line\":1,", "{\"line\":3,"), run.Lines[1]);
        using JsonDocument answer = JsonDocument.Parse(run.Lines[0]);
        Assert.Contains("error: Line 2: ", run.Error);
        Assert.Contains("error: Line 4: ", run.Error);
        CliRun skipped = await Run(
            $"{good}\n{{\"text\": \"cut \\ud83d\"}}\n{good}\n", verb, "--json", "--skip-invalid");
        Assert.Equal((0, run.Output), (skipped.ExitCode, skipped.Output));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task AnAnswerHasTheLineAndTheIdOfItsInput(string verb)
    {
        string text = "\"text\": \"the cat [MASK] a tree\"";
        CliRun run = await Run($"\n{{{text}, \"id\": \"a\"}}\n{{{text}, \"id\": 70}}\n{{{text}}}\n", verb, "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            ["{\"line\":2,\"id\":\"a\",", "{\"line\":3,\"id\":70,", "{\"line\":4,"],
            run.Lines.Select((line, i) => line[..(i == 0 ? 19 : i == 1 ? 18 : 10)]));
        CliRun plain = await Run("the cat [MASK] a tree\n", verb, "--json");
        Assert.StartsWith("{\"line\":1,", plain.Output);
        Assert.DoesNotContain("\"id\"", plain.Output);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task OneByteThatIsNoTextIsTheFaultOfItsLine(string verb)
    {
        byte[] input =
            [.. Bytes(verb, "the [MASK] sees\nthe "), 0xE9, .. Bytes(verb, " [MASK]\na [MASK] sees\n")];
        CliRun run = await CliRun.WithInput(input, default, verb, _run.Start, "--input", "-");
        CliRun sound = await Run("the [MASK] sees\na [MASK] sees\n", verb);
        Assert.Equal((1, sound.Output), (run.ExitCode, run.Output));
        Assert.Contains("error: Line 2: the byte at offset 20 is 0xE9", run.Error);
        CliRun skipped = await CliRun.WithInput(input, default, verb, _run.Start, "--input", "-", "--skip-invalid");
        Assert.Equal((0, sound.Output), (skipped.ExitCode, skipped.Output));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task PackedFilesAndOtherEncodingsAreReadAsDataIs(string verb)
    {
        string text = TextFor(verb, "the [MASK] sees\na [MASK] sees\n");
        CliRun sound = await Run(text, verb);
        string path = Path.Combine(_run.Path, "lines");
        foreach (byte[] content in new[] { Utf16(text), Packed(Encoding.UTF8.GetBytes(text)), Packed(Utf16(text)) })
        {
            File.WriteAllBytes(path, content);
            CliRun file = await CliRun.Of(verb, _run.Start, "--input", path);
            Assert.Equal((0, "", sound.Output), (file.ExitCode, file.Error, file.Output));
            CliRun standard = await CliRun.WithInput(content, default, verb, _run.Start, "--input", "-");
            Assert.Equal((0, "", sound.Output), (standard.ExitCode, standard.Error, standard.Output));
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task AFolderAndAMissingFileAreNoInput(string verb)
    {
        CliRun folder = await CliRun.Of(verb, _run.Start, "--input", _run.Path);
        Assert.Equal(1, folder.ExitCode);
        Assert.Contains($"error: {_run.Path} is a folder, expected a file of lines.", folder.Error);
        CliRun missing = await CliRun.Of(verb, _run.Start, "--input", "none.txt");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("error: There is no file none.txt.", missing.Error);
    }

    [Fact]
    public async Task ThatTextsAreCutIsSaidOnceAndHowManyAtTheEnd()
    {
        string late = "[MASK] " + string.Join(' ', Enumerable.Repeat("the cat", 20));
        CliRun run = await Fill($"the [MASK]\n{late}\n{late}\n{late}\n");
        Assert.Equal(
            [
                "warning: the text of line 2 is longer than the model's 16 positions: its last 27 tokens are left out.",
                "warning: 3 texts are longer than the model's 16 positions.",
            ],
            Lines(run.Error));
        CliRun tokens = await Run("the cat sees\na\nthe cat sees\n", "tokenize", "--max-length", "4");
        Assert.Equal(
            [
                "warning: the text of line 1 is longer than --max-length 4: its last token is left out.",
                "warning: 2 texts are longer than --max-length 4.",
            ],
            Lines(tokens.Error));
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

    [Fact]
    public async Task ABarLeavesTheAnswersAsTheyAre()
    {
        string text = string.Join('\n', Enumerable.Repeat("the [MASK] sees", 50));
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var output = new StringWriter();
        var context = new CliContext(input, output, TextWriter.Null, errorIsTerminal: true) { ShowsProgress = true };
        Assert.Equal(0, await CommandLine.RunAsync(["fill", _run.Start, "--input", "-"], context, default));
        Assert.Equal((await Fill(text)).Output, output.ToString());
    }

    private Task<CliRun> Fill(string input, params string[] more) => Run(input, ["fill", .. more]);

    private Task<CliRun> Run(string input, params string[] line) =>
        CliRun.WithInput(TextFor(line[0], input), default, [line[0], _run.Start, "--input", "-", .. line[1..]]);

    // A mask is what fill asks for, and what score warns of.
    private static string TextFor(string verb, string text) =>
        verb == "score" ? text.Replace("[MASK]", "horses", StringComparison.Ordinal) : text;

    private static byte[] Bytes(string verb, string text) => Encoding.ASCII.GetBytes(TextFor(verb, text));

    private static byte[] Utf16(string text) => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)];

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(content);
        return packed.ToArray();
    }

    private static string[] Lines(string text) => text.Split(Environment.NewLine)[..^1];
}
