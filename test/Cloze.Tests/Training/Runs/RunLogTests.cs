using System.Text.Json;
using Cloze.Evaluation;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>The log of a run, line by line.</summary>
public sealed class RunLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    private string LogPath => _folder.File("metrics.jsonl");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, true)]
    [InlineData(8192, true)]
    [InlineData(8193, false)]
    [InlineData(8194, true)]
    [InlineData(16384, true)]
    [InlineData(16386, false)]
    [InlineData(16388, true)]
    [InlineData(1_048_576, true)]
    [InlineData(1_048_577, false)]
    public void FewerAndFewerStepsAreKept(int step, bool expected) => Assert.Equal(expected, RunLog.Keeps(step));

    [Fact]
    public void OfAMillionStepsThirtySixThousandAreKept() =>
        Assert.Equal(8192 + (7 * 4096), Enumerable.Range(1, 1 << 20).Count(RunLog.Keeps));

    [Fact]
    public void AStepIsALineWithItsFigures()
    {
        RunLog log = Begin(0);
        log.Add(Step(1) with { UpdateRatio = 0.001 });
        log.Add(Step(2) with { GradientNorm = double.NaN });
        log.Flush();
        string[] lines = File.ReadAllLines(LogPath);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("{\"event\":\"start\",\"step\":0,\"time\":\"", lines[0]);
        Assert.Equal(
            "{\"event\":\"step\",\"step\":1,\"epoch\":0.1,\"tokens\":64,\"seconds\":0.01,\"tokens_per_second\":6400,"
            + "\"loss\":3,\"smoothed_loss\":3.5,\"learning_rate\":0.5,\"grad_norm\":2,\"update_ratio\":0.001}",
            lines[1]);
        Assert.Contains("\"grad_norm\":null}", lines[2]);
    }

    [Fact]
    public void AnEvaluationHasItsGroupsAndItsSentences()
    {
        Begin(0).Add(Evaluation(3));
        JsonElement line = JsonElement.Parse(File.ReadAllLines(LogPath)[1]);
        Assert.Equal("evaluation", line.GetProperty("event").GetString());
        Assert.Equal(3, line.GetProperty("step").GetInt32());
        Assert.Equal(0.5, line.GetProperty("by_frequency")[0].GetProperty("top1_accuracy").GetDouble());
        JsonElement example = line.GetProperty("examples")[0];
        Assert.Equal("the [MASK] é", example.GetProperty("text").GetString());
        Assert.Equal("dog", example.GetProperty("predictions")[0].GetProperty("word").GetString());
    }

    [Fact]
    public void AResumedRunTakesAwayWhatIsBeyondItsCheckpoint()
    {
        RunLog first = Begin(0);
        for (int step = 1; step <= 10; step++) first.Add(Step(step));
        first.Flush();
        RunLog second = Begin(6);
        second.Add(Step(7));
        second.Flush();
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 6, 7], Steps());
    }

    [Fact]
    public void ARunThatWentBackIsWrittenBeforeItIsAsFarAgain()
    {
        RunLog log = Begin(0);
        log.Add(Step(7) with { Position = new RunPosition(7, 448, 1000) });
        Assert.Equal([0, 7], Steps());
        log.GoBack(4);
        log.Add(Step(5));
        Assert.Equal([0, 5], Steps());
    }

    [Theory]
    [InlineData("{\"event\":\"step\",\"step\":4,\"lo")]
    [InlineData("no JSON\n{\"event\":\"step\",\"step\":2}\n")]
    [InlineData("{\"event\":\"step\",\"step\":\"x\"}\n")]
    [InlineData("[]\n")]
    public void AResumedRunTakesAwayWhatIsDamaged(string damaged)
    {
        File.WriteAllText(LogPath, "{\"event\":\"step\",\"step\":1}\n" + damaged);
        Begin(5);
        string[] lines = File.ReadAllLines(LogPath);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("{\"event\":\"start\",\"step\":5", lines[1]);
    }

    [Fact]
    public void ANewRunBeginsALogAnew()
    {
        File.WriteAllText(LogPath, "{\"event\":\"step\",\"step\":1}\n");
        Begin(0);
        Assert.Single(File.ReadAllLines(LogPath));
    }

    [Fact]
    public void BeforeItsBeginningNothingIsWritten()
    {
        var log = new RunLog(LogPath, _said.Add);
        log.Add(Step(1));
        log.Add(Evaluation(1));
        log.Flush();
        Assert.False(File.Exists(LogPath));
    }

    [Fact]
    public void WhatCannotBeWrittenIsSaidOnceAndWrittenLater()
    {
        Directory.CreateDirectory(LogPath);
        RunLog log = Begin(0);
        log.Add(Evaluation(1));
        string said = Assert.Single(_said);
        Assert.StartsWith($"Cannot write {LogPath}: ", said);
        Assert.EndsWith("The run goes on; its log has a gap.", said);
        Directory.Delete(LogPath);
        log.Flush();
        Assert.Equal(2, File.ReadAllLines(LogPath).Length);
    }

    private int[] Steps() =>
        [.. File.ReadAllLines(LogPath).Select(line => JsonElement.Parse(line).GetProperty("step").GetInt32())];

    private static StepReport Step(int step) => new(
        new RunPosition(step, 64L * step, 0.01 * step), 6400, 3, 3.5, 0.5f, 2, 0.1, 1, 0.1);

    private static EvaluationReport Evaluation(int step) => new(
        new RunPosition(step, 64, 0.1), new EvaluationResult(2, 0.5, 0.75, 4, "masks"), IsFinal: false)
    {
        ByFrequency = [new EvaluationGroup("1", 4, 2, 0.5, 0.75) { Examples = ["the"] }],
        Examples = [new FilledMask("the [MASK] é", "cat", [new MaskPrediction("dog", 0.5f)])],
    };

    private RunLog Begin(int step)
    {
        var log = new RunLog(LogPath, _said.Add);
        log.Begin("1.0", "CPU", new RunPosition(step, 64L * step, 0.01 * step));
        return log;
    }
}
