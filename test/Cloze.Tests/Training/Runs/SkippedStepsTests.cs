using System.Text.Json;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>The file of steps that were not applied tells of its own run, and of no step twice.</summary>
public sealed class SkippedStepsTests : IDisposable
{
    private const int Steps = 24;

    private readonly TinyRun _run = new();

    private string LinesPath => Path.Combine(_run.Output, "training", "skipped-steps.jsonl");

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_run_that_replaces_another_has_none_of_its_lines()
    {
        Train(_run.Options(Steps), [5]);
        Assert.Equal([5], Told());

        Train(_run.Options(Steps) with { Force = true }, []);

        Assert.False(File.Exists(LinesPath));
    }

    [Fact]
    public void A_run_that_was_killed_keeps_those_up_to_its_checkpoint()
    {
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == 17) throw new KilledException();
            },
        };
        Assert.Throws<KilledException>(() => Train(Saving(), [5, 15], observer));
        Assert.Equal([5, 15], Told());

        Train(new TrainingOptions { Output = _run.Output, Resume = true }, []);

        Assert.Equal([5], Told());
    }

    // They are what it went back for.
    [Fact]
    public void A_run_that_goes_back_keeps_all()
    {
        Train(Saving(), [5, 14, 15, 16]);

        Assert.Equal([5, 14, 15, 16], Told());
    }

    private TrainingOptions Saving() => _run.Options(Steps) with { CheckpointSteps = 10 };

    private void Train(TrainingOptions options, int[] spoiled, ITrainingObserver? observer = null)
    {
        using var backend = new SpoiledBackend { AddedLoss = step => spoiled.Contains(step) ? float.NaN : 0 };
        _run.Run(options, observer, backend, CancellationToken.None);
    }

    private int[] Told() =>
        [.. File.ReadAllLines(LinesPath).Select(line => JsonElement.Parse(line).GetProperty("step").GetInt32())];

    private sealed class KilledException : Exception;
}
