using System.Text.Json;
using Cloze.Inference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>What a run leaves of its course beside the model.</summary>
public sealed class RunRecordTests : IDisposable
{
    private readonly TinyRun _run = new();

    private string Record => Path.Combine(_run.Output, "training", "curve.json");

    public void Dispose() => _run.Dispose();

    [Fact]
    public void ARunLeavesItsCourseWithoutItsPaths()
    {
        _run.Run(_run.Options(20));
        JsonElement record = RunRecord.Read(_run.Output)!.Value;
        Assert.Equal(20, record.GetProperty("position").GetProperty("step").GetInt32());
        Assert.Equal(
            Enumerable.Range(1, 20),
            record.GetProperty("steps").EnumerateArray().Select(point => point.GetProperty("step").GetInt32()));
        JsonElement last = record.GetProperty("evaluations").EnumerateArray().Last();
        Assert.True(last.GetProperty("is_final").GetBoolean());
        Assert.True(record.GetProperty("baseline").GetProperty("loss").GetDouble() > 0);
        Assert.Equal(64, record.GetProperty("options").GetProperty("batch_tokens").GetInt32());
        Assert.DoesNotContain(_run.Path, File.ReadAllText(Record));
        Assert.True(RunRecord.Exists(_run.Output));
    }

    [Fact]
    public void AResumedRunHasTheCurveOfAnUninterruptedOne()
    {
        _run.Run(_run.Options(20));
        double[] straight = Losses();
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver { AfterStep = step => CancelAt(step, 8, interruption) };
        _run.Run(
            _run.Options(20) with { Force = true },
            observer,
            new Reference.ReferenceBackend(),
            interruption.Token);
        Assert.Equal(8, Losses().Length);
        _run.Run(new TrainingOptions { Output = _run.Output, Resume = true });
        Assert.Equal(straight, Losses());
    }

    [Fact]
    public void ADamagedRecordDoesNotKeepARunFromGoingOn()
    {
        _run.Run(_run.Options(5));
        File.WriteAllText(Record, "{ \"steps\": 3");
        Assert.Contains("curve.json", Assert.Throws<ClozeException>(() => RunRecord.Read(_run.Output)).Message);
        _run.Run(new TrainingOptions { Output = _run.Output, Resume = true, Steps = 8 });
        Assert.Equal(3, Losses().Length);
    }

    [Fact]
    public void AFolderFromElsewhereHasNoRecord()
    {
        Assert.Null(RunRecord.Read(_run.Start));
        Assert.False(RunRecord.Exists(_run.Start));
    }

    [Fact]
    public void TheBestModelOfARunFindsTheRunsRecord()
    {
        _run.Run(_run.Options(5));
        string best = Directory.CreateDirectory(Path.Combine(_run.Output, "best")).FullName;
        Assert.NotNull(RunRecord.Read(best));
        Assert.NotNull(RunRecord.Read(best + Path.DirectorySeparatorChar));
    }

    private static void CancelAt(int step, int stop, CancellationTokenSource interruption)
    {
        if (step == stop) interruption.Cancel();
    }

    private double[] Losses() =>
    [
        .. RunRecord.Read(_run.Output)!.Value.GetProperty("steps").EnumerateArray()
            .Select(point => point.GetProperty("loss").GetDouble()),
    ];
}
