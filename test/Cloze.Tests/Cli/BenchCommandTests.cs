using System.Text.Json;
using Xunit;

namespace Cloze.Tests.Cli;

public sealed class BenchCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _corpus;

    public BenchCommandTests()
    {
        _corpus = _folder.File("corpus.txt");
        string[] documents = [.. Enumerable.Range(0, 200).Select(i => $"The cat number {i} sees a tree by the river.")];
        File.WriteAllText(_corpus, string.Join("\n\n", documents));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task JsonHoldsPositiveAndConsistentFigures()
    {
        CliRun run = await Bench("--json");
        Assert.Equal(0, run.ExitCode);
        using JsonDocument json = JsonDocument.Parse(Assert.Single(run.Lines));
        JsonElement root = json.RootElement;
        Assert.NotEmpty(root.GetProperty("machine").GetProperty("processor").GetString()!);
        Assert.Equal(1, root.GetProperty("threads").GetInt32());
        double peak = Figure(root, "peak_gflops");
        Assert.Equal(3, root.GetProperty("products").GetArrayLength());
        foreach (JsonElement product in root.GetProperty("products").EnumerateArray()) AssertRate(product, peak);
        JsonElement preset = Assert.Single(root.GetProperty("presets").EnumerateArray());
        Assert.Equal("tiny", preset.GetProperty("preset").GetString());
        AssertRate(preset, peak);
        double tokensPerSecond = Figure(preset, "tokens_per_second");
        Near(Figure(preset, "step_tokens") / Figure(preset, "step_seconds"), tokensPerSecond);
        Near(1e6 / tokensPerSecond, Figure(preset, "seconds_per_million_tokens"));
        Near(600 * tokensPerSecond, Figure(preset, "tokens_in_ten_minutes"));
        double epoch = Figure(preset, "epoch_seconds");
        Near(Figure(root.GetProperty("corpus"), "tokens") / tokensPerSecond, epoch);
        Near(600 / epoch, Figure(preset, "epochs_in_ten_minutes"));
        Assert.True(Figure(preset, "memory_bytes") > 1e7);
    }

    [Fact]
    public async Task TheTableIsTheResultAndProgressIsNot()
    {
        CliRun run = await Bench();
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("real tokens/s", run.Output);
        Assert.Contains("tiny, weight gradient", run.Output);
        Assert.Contains("one epoch", run.Output);
        Assert.Contains("Corpus: ", run.Output);
        Assert.Contains("Measuring training steps of tiny ...", run.Error);
        Assert.DoesNotContain("Measuring", run.Output);
    }

    [Theory]
    [InlineData("--threads", "-1", 2, "--threads is -1, outside its range: 0 to 1024.")]
    [InlineData("--seconds", "0", 2, "--seconds is 0, outside its range: above 0, at most 3600.")]
    [InlineData("--seconds", "NaN", 2, "--seconds is NaN, outside its range")]
    [InlineData("--data", "no-such-folder", 1, "There is no file or folder no-such-folder.")]
    public async Task WhatCannotBeMeasuredIsSaidBeforeMeasuring(string option, string value, int code, string message)
    {
        CliRun run = await CliRun.Of("bench", "--preset", "tiny", option, value);
        Assert.Equal(code, run.ExitCode);
        Assert.Contains($"error: {message}", run.Error);
        Assert.Contains("hint: ", run.Error);
        Assert.DoesNotContain("Measuring", run.Error);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task AnInterruptedMeasurementExits130()
    {
        CliRun run = await CliRun.InterruptedAt(
            "Measuring", "bench", "--data", _corpus, "--preset", "tiny", "--seconds", "600");
        Assert.Equal(130, run.ExitCode);
        Assert.Contains("interrupted", run.Error);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--threads")]
    public async Task WhatWasMeasuredBeforeAnInterruptionIsPrinted(string option)
    {
        string[] more = option == "--json" ? [option] : [option, "1"];
        CliRun run = await CliRun.InterruptedAt(
            "Measuring training steps", ["bench", "--data", _corpus, "--preset", "tiny", "--seconds", "0.1", .. more]);
        Assert.Equal(130, run.ExitCode);
        Assert.Contains("interrupted", run.Error);
        if (option == "--json") Assert.Contains("\"presets\":[]", run.Output);
        else Assert.Contains("tiny, weight gradient", run.Output);
    }

    private static void AssertRate(JsonElement figures, double peak)
    {
        Assert.True(figures.GetProperty("repeats").GetInt32() >= 1);
        Near(Figure(figures, "gflops") / peak, Figure(figures, "share_of_peak"));
    }

    private static double Figure(JsonElement element, string name)
    {
        double value = element.GetProperty(name).GetDouble();
        Assert.True(value > 0 && double.IsFinite(value), $"{name} is {value}");
        return value;
    }

    private static void Near(double expected, double actual) =>
        Assert.InRange(actual, expected * (1 - 1e-9), expected * (1 + 1e-9));

    private Task<CliRun> Bench(params string[] more) => CliRun.Of(
        ["bench", "--data", _corpus, "--preset", "tiny", "--threads", "1", "--seconds", "0.1", .. more]);
}
