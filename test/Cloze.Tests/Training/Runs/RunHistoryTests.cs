using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>What a run leaves of its course, read back.</summary>
public sealed class RunHistoryTests : IDisposable
{
    private readonly TinyRun _run = new();

    private string LogPath => Path.Combine(_run.Output, "training", "metrics.jsonl");

    private string ManifestPath => Path.Combine(_run.Output, "training", "manifest.json");

    public void Dispose() => _run.Dispose();

    [Fact]
    public void StepsAndEvaluationsAreThoseThatWereTold()
    {
        var observer = new RecordingObserver();
        _run.Run(_run.Options(20), observer);
        RunHistory history = RunHistory.Read(_run.Output);
        Assert.Equal(0, Assert.Single(history.Starts).Step);
        Assert.Equal(
            observer.Steps.Select(step => (step.Position.Step, step.Position.Tokens, (double?)step.Loss)),
            history.Steps.Select(step => (step.Step, step.Tokens, step.Loss)));
        Assert.Equal(
            observer.Evaluations.Select(told => (told.Position.Step, (double?)told.Result.Loss, told.IsFinal)),
            history.Evaluations.Select(kept => (kept.Step, kept.Loss, kept.Final)));
        Assert.True(history.Evaluations[^1].Final);
        Every.Item(history.Evaluations, evaluation =>
        {
            Assert.NotEmpty(evaluation.ByFrequency);
            Assert.Equal(
                evaluation.MaskedTokens, evaluation.ByFrequency.Sum(group => group.MaskedTokens));
            Assert.Equal(
                history.Evaluations[0].Examples.Select(example => (example.Text, example.Word)),
                evaluation.Examples.Select(example => (example.Text, example.Word)));
        });
    }

    [Fact]
    public void EveryStepOfAShortRunHasItsUpdateRatio()
    {
        _run.Run(_run.Options(20));
        Every.Item(RunHistory.Read(_run.Output).Steps, step => Assert.InRange(step.UpdateRatio!.Value, 1e-6, 1));
    }

    [Fact]
    public void OfALongRunAboutFiftyStepsAreMeasured()
    {
        _run.Run(_run.Options(300));
        Assert.Equal(50, RunHistory.Read(_run.Output).Steps.Count(step => step.UpdateRatio is not null));
    }

    [Fact]
    public void AResumedRunHasTheLogOfAnUninterruptedOne()
    {
        _run.Run(_run.Options(20));
        RunHistory straight = RunHistory.Read(_run.Output);
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == 8) interruption.Cancel();
            },
        };
        _run.Run(_run.Options(20) with { Force = true }, observer, new ReferenceBackend(), interruption.Token);
        _run.Run(new TrainingOptions { Output = _run.Output, Resume = true });
        RunHistory resumed = RunHistory.Read(_run.Output);
        Assert.Equal([0, 8], resumed.Starts.Select(start => start.Step));
        Assert.Equal(
            straight.Steps.Select(step => (step.Step, step.Loss, step.SmoothedLoss, step.LearningRate)),
            resumed.Steps.Select(step => (step.Step, step.Loss, step.SmoothedLoss, step.LearningRate)));
        Assert.Equal(
            straight.Evaluations.Select(evaluation => (evaluation.Step, evaluation.Loss)),
            resumed.Evaluations.Select(evaluation => (evaluation.Step, evaluation.Loss)));
    }

    [Fact]
    public void AFinishedRunThatIsResumedWritesNothing()
    {
        _run.Run(_run.Options(5));
        byte[] log = File.ReadAllBytes(LogPath), manifest = File.ReadAllBytes(ManifestPath);
        _run.Run(new TrainingOptions { Output = _run.Output, Resume = true });
        Assert.Equal(log, File.ReadAllBytes(LogPath));
        Assert.Equal(manifest, File.ReadAllBytes(ManifestPath));
    }

    [Fact]
    public void TheManifestNamesWhatDecidesTheWeightsAndNoPath()
    {
        _run.Run(_run.Options(3));
        RunManifest first = RunHistory.Read(_run.Output).Manifest;
        Assert.DoesNotContain(_run.Path, File.ReadAllText(ManifestPath));
        _run.Run(_run.Options(3) with { Force = true, Threads = 2 });
        RunManifest again = RunHistory.Read(_run.Output).Manifest;
        Assert.Equal(Hashes(first), Hashes(again));
        Every.Item(Hashes(first), hash => Assert.Matches("^[0-9a-f]{64}$", hash));
        _run.Run(_run.Options(3) with { Force = true, Seed = 6 });
        RunManifest other = RunHistory.Read(_run.Output).Manifest;
        Assert.NotEqual(first.ConfigurationHash, other.ConfigurationHash);
        Assert.Equal(first.TrainingHash, other.TrainingHash);
        Assert.Equal(1, first.Model.Layers);
        Assert.Equal(64, first.Options.BatchTokens);
    }

    [Fact]
    public void ALastLineThatIsHalfWrittenIsPassedOver()
    {
        _run.Run(_run.Options(5));
        File.AppendAllText(LogPath, "{\"event\":\"step\",\"st");
        Assert.Equal(5, RunHistory.Read(_run.Output).Steps.Count);
    }

    [Fact]
    public void EventsThatAreNotKnownArePassedOver()
    {
        _run.Run(_run.Options(5));
        File.AppendAllText(LogPath, "{\"event\":\"later\",\"step\":9}\n");
        Assert.Equal(5, RunHistory.Read(_run.Output).Steps.Count);
    }

    [Theory]
    [InlineData("{\"event\":\"step\"}", "line 1: ")]
    [InlineData("[]", "line 1: a line has no event.")]
    [InlineData("{\"event\":7}", "line 1: an event is no name.")]
    [InlineData("x", "line 1: ")]
    [InlineData("{\"\\ud800\":\"start\"}", "line 1: ")]
    public void ADamagedLineIsNamed(string line, string message)
    {
        _run.Run(_run.Options(3));
        File.WriteAllText(LogPath, line + "\n" + File.ReadAllText(LogPath));
        var error = Assert.Throws<ClozeException>(() => RunHistory.Read(_run.Output));
        Assert.Contains($"metrics.jsonl, {message}", error.Message);
        Assert.Equal("The log was changed; the run itself does not depend on it.", error.Hint);
    }

    [Fact]
    public void AFolderWithoutARunIsNamed()
    {
        var error = Assert.Throws<ClozeException>(() => RunHistory.Read(_run.Start));
        Assert.Equal(
            $"There is no record of a run in {_run.Start}: {Path.Combine("training", "manifest.json")} is missing.",
            error.Message);
        Assert.StartsWith("Name the folder that a run writes its model to", error.Hint);
    }

    [Fact]
    public void ADamagedManifestIsNamed()
    {
        _run.Run(_run.Options(3));
        File.WriteAllText(ManifestPath, "{}");
        var error = Assert.Throws<ClozeException>(() => RunHistory.Read(_run.Output));
        Assert.StartsWith($"{ManifestPath} is not the manifest of a run: ", error.Message);
    }

    [Fact]
    public void ThinnedItKeepsItsEndAndItsMeanLoss()
    {
        _run.Run(_run.Options(20));
        RunHistory history = RunHistory.Read(_run.Output);
        RunHistory thin = history.Thinned(6);
        Assert.Equal([4, 8, 12, 16, 20], thin.Steps.Select(step => step.Step));
        Assert.Equal(
            history.Steps.Average(step => step.Loss)!.Value, thin.Steps.Average(step => step.Loss)!.Value, 1e-9);
        Assert.Same(history, history.Thinned(20));
    }

    private static string[] Hashes(RunManifest manifest) =>
    [
        manifest.ConfigurationHash, manifest.TrainingHash, manifest.HeldOutHash, manifest.VocabularyHash,
        manifest.TokenizerHash!, manifest.MaskHash,
    ];
}
