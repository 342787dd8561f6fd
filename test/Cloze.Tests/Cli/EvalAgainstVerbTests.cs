using System.Text.Json;
using Cloze.Evaluation;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Cli;

public sealed class EvalAgainstVerbTests : IDisposable
{
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task JsonHasBothModelsAndTheIntervalsOfTheLibrary()
    {
        _run.Run(_run.Options(20));
        CliRun run = await Eval("--against", _run.Output, "--data", _run.Corpus, "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        JsonElement json = JsonElement.Parse(Assert.Single(run.Lines));
        Assert.True(json.GetProperty("same_masks").GetBoolean());
        string[] corpus = File.ReadAllText(_run.Corpus).Split("\n\n");
        var expected = ModelComparison.Of(Measure(_run.Start, corpus), Measure(_run.Output, corpus));
        JsonElement loss = json.GetProperty("figures")[0];
        Assert.Equal("loss", loss.GetProperty("name").GetString());
        Assert.Equal(expected.Figures[0].Low, loss.GetProperty("low").GetDouble());
        Assert.Equal(expected.Figures[0].High, loss.GetProperty("high").GetDouble());
        Assert.Equal(expected.Figures[0].Difference, loss.GetProperty("difference").GetDouble());
        Assert.Equal(
            expected.Second.Result.Loss, json.GetProperty("second").GetProperty("loss").GetDouble());
    }

    [Fact]
    public async Task TheTableNamesBoth()
    {
        CliRun run = await Eval("--against", _run.Start, "--data", _run.Corpus);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"first:  {_run.Start}", run.Output);
        Assert.Contains("+0.0000 to +0.0000", run.Output);
        Assert.Contains("100 documents", run.Output);
    }

    [Fact]
    public async Task UnknownTokensStandBeside()
    {
        string text = Path.Combine(_run.Path, "unknown.txt");
        await File.WriteAllTextAsync(text, "the cat \u2603 and the dog\n\nthe \u2603 \u2603 cat\n");
        CliRun run = await Eval("--against", _run.Start, "--data", text);
        Assert.Equal(0, run.ExitCode);
        long unknown = Measure(_run.Start, (await File.ReadAllTextAsync(text)).Split("\n\n")).UnknownTokens;
        Assert.True(unknown >= 3);
        Assert.Matches($@"unknown tokens\W+{unknown}\W+{unknown}\W", run.Output);
        CliRun without = await Eval("--against", _run.Start, "--data", _run.Corpus);
        Assert.DoesNotContain("unknown tokens", without.Output);
    }

    [Fact]
    public async Task ASecondModelNeedsAText()
    {
        CliRun run = await CliRun.WithInput("the cat\n", default, "eval", _run.Start, "--against", "x", "--input", "-");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("error: --against compares on the text of --data, which is not given.", run.Error);
        Assert.Contains("hint: cloze eval MODEL --against OTHER --data PATH", run.Error);
    }

    [Fact]
    public async Task ASecondModelThatIsMissingIsNamed()
    {
        CliRun run = await Eval("--against", "no-such-model", "--data", _run.Corpus);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("no-such-model", run.Error);
    }

    [Fact]
    public async Task ThePseudoPerplexityCanBeLeftOut()
    {
        CliRun run = await Eval("--data", _run.Corpus, "--pseudo-tokens", "0", "--json");
        Assert.False(JsonElement.Parse(run.Output).TryGetProperty("pseudo_perplexity", out _));
        CliRun refused = await Eval("--data", _run.Corpus, "--pseudo-tokens", "-1");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--pseudo-tokens is -1", refused.Error);
    }

    private static DetailedEvaluation Measure(string folder, string[] corpus)
    {
        using var evaluation = ModelEvaluation.Load(folder);
        return evaluation.EvaluateInDetail(corpus);
    }

    private Task<CliRun> Eval(params string[] more) => CliRun.Of(["eval", _run.Start, .. more]);
}
