using System.Text.Json;
using Cloze.Evaluation;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Cli;

public sealed class PairsVerbTests : IDisposable
{
    private readonly TinyRun _run = new();
    private readonly string _folder;

    public PairsVerbTests()
    {
        _folder = Path.Combine(_run.Path, "pairs");
        Directory.CreateDirectory(_folder);
        Write("a.jsonl", ("the cat sees", "cat the sees"), ("a dog hears", "a dog hears"), ("a tree", "tree a"));
        Write("b.jsonl", ("the river", "river the"));
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task JsonHasTheAccuraciesOfTheLibrary()
    {
        using var evaluation = ModelEvaluation.Load(_run.Start);
        PairEvaluationResult expected = evaluation.EvaluatePairs(MinimalPairs.Read(_folder));
        CliRun run = await Eval("--pairs", _folder, "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using JsonDocument json = JsonDocument.Parse(Assert.Single(run.Lines));
        JsonElement root = json.RootElement;
        Assert.Equal(expected.Accuracy, root.GetProperty("accuracy").GetDouble());
        Assert.Equal(expected.WithinWordAccuracy, root.GetProperty("within_word_accuracy").GetDouble());
        Assert.Equal(4, root.GetProperty("pairs").GetInt32());
        JsonElement first = root.GetProperty("paradigms")[0];
        Assert.Equal(
            ("a", 3, expected.Paradigms[0].Accuracy),
            (first.GetProperty("paradigm").GetString(), first.GetProperty("pairs").GetInt32(),
                first.GetProperty("accuracy").GetDouble()));

        // Two equal sentences are a tie, which counts as wrong.
        Assert.InRange(first.GetProperty("accuracy").GetDouble(), 0, 2.0 / 3);
    }

    [Fact]
    public async Task TheTableHasAParadigmARowAndTheMean()
    {
        CliRun folder = await Eval("--pairs", _folder);
        Assert.Contains("mean", folder.Output);
        Assert.Contains("4 pairs in 2 paradigms", folder.Output);
        CliRun file = await Eval("--pairs", Path.Combine(_folder, "b.jsonl"));
        Assert.DoesNotContain("mean", file.Output);
        Assert.Contains("1 pair in 1 paradigm:", file.Output);
    }

    [Fact]
    public async Task StandardInputIsReadToItsEnd()
    {
        string lines = File.ReadAllText(Path.Combine(_folder, "a.jsonl"));
        CliRun piped = await Piped(lines, "--json");
        CliRun file = await Eval("--pairs", Path.Combine(_folder, "a.jsonl"), "--json");
        Assert.Equal((0, ""), (piped.ExitCode, piped.Error));
        Assert.Equal(file.Output.Replace("\"a\"", "\"standard input\""), piped.Output);
        CliRun broken = await Piped(lines + "{\"sentence_good\":3}\n");
        Assert.Equal((1, ""), (broken.ExitCode, broken.Output));
        Assert.Contains("standard input, line 4: no text in a field \"sentence_good\".", broken.Error);
        CliRun empty = await Piped("");
        Assert.Contains("standard input holds no minimal pair.", empty.Error);
    }

    [Theory]
    [InlineData("--pairs", "x", "--data", "y")]
    [InlineData("--pairs", "x", "--input", "y")]
    public async Task OneSourceIsNamed(params string[] more)
    {
        CliRun run = await Eval(more);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"{more[2]} and --pairs are given.", run.Error);
        Assert.Contains("one of --data PATH, --input FILE and --pairs PATH.", run.Error);
    }

    [Fact]
    public async Task PairsThatCannotBeReadAreNamedWithAHint()
    {
        CliRun missing = await Eval("--pairs", "no-such-folder");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("no-such-folder", missing.Error);
        File.WriteAllText(Path.Combine(_folder, "c.jsonl"), "{\"sentence_good\": \"a\"}\n");
        CliRun broken = await Eval("--pairs", _folder);
        Assert.Equal((1, ""), (broken.ExitCode, broken.Output));
        Assert.Contains("c.jsonl, line 1: no text in a field \"sentence_bad\".", broken.Error);
        Assert.Contains("hint: ", broken.Error);
    }

    [Fact]
    public async Task AnInterruptionEndsIt()
    {
        CliRun run = await CliRun.WithInput(
            "", new CancellationToken(canceled: true), "eval", _run.Start, "--pairs", _folder);
        Assert.Equal((130, ""), (run.ExitCode, run.Output));
        Assert.Contains("interrupted", run.Error);
    }

    private void Write(string name, params (string Good, string Bad)[] pairs) => File.WriteAllLines(
        Path.Combine(_folder, name),
        pairs.Select(pair => $"{{\"sentence_good\":\"{pair.Good}\",\"sentence_bad\":\"{pair.Bad}\"}}"));

    private Task<CliRun> Piped(string lines, params string[] more) =>
        CliRun.WithInput(lines, default, ["eval", _run.Start, "--pairs", "-", .. more]);

    private Task<CliRun> Eval(params string[] more) => CliRun.Of(["eval", _run.Start, .. more]);
}
