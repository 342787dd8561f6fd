using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>A run whose first step is not applied: what is averaged begins with the first that is.</summary>
public sealed class SkippedFirstStepTests
{
    [Fact]
    public void Loss_and_weights_are_averaged_from_the_first_step_that_is_applied()
    {
        using var run = new TinyRun();
        var observer = new RecordingObserver();

        Train(run, Options(run, 2), FirstSpoiled, observer);

        StepReport applied = Assert.Single(observer.Steps);
        Assert.Equal((2, applied.Loss), (applied.Position.Step, applied.SmoothedLoss));
        const string average = "average.";
        Dictionary<string, float[]> tensors = CheckpointContent.Of(run);
        string[] names = [.. tensors.Keys.Where(name => name.StartsWith(average, StringComparison.Ordinal))];
        Every.Item(names, name => Assert.Equal(tensors["weights." + name[average.Length..]], tensors[name]));
    }

    [Fact]
    public void Interrupted_after_it_the_run_goes_on_with_the_same_bits()
    {
        using var straight = new TinyRun();
        var expected = new RecordingObserver();
        Train(straight, Options(straight, 8), FirstSpoiled, expected);
        using var run = new TinyRun();
        using var interruption = new CancellationTokenSource();
        var resumed = new RecordingObserver();

        TrainingResult half = Train(
            run,
            Options(run, 8),
            step =>
            {
                interruption.Cancel();
                return FirstSpoiled(step);
            },
            cancellation: interruption.Token);
        Train(run, new TrainingOptions { Output = run.Output, Resume = true }, _ => 0, resumed);

        Assert.Equal((true, 1), (half.IsInterrupted, half.Position.Step));
        Assert.Equal(
            expected.Steps.Select(step => (step.Position.Step, step.SmoothedLoss)),
            resumed.Steps.Select(step => (step.Position.Step, step.SmoothedLoss)));
        CheckpointContent.AssertSame(straight, run);
    }

    private static float FirstSpoiled(int step) => step == 1 ? float.NaN : 0;

    private static TrainingOptions Options(TinyRun run, int steps) => run.Options(steps) with { AverageSteps = 30 };

    private static TrainingResult Train(
        TinyRun run,
        TrainingOptions options,
        Func<int, float> added,
        ITrainingObserver? observer = null,
        CancellationToken cancellation = default)
    {
        using var backend = new SpoiledBackend { AddedLoss = added };
        return run.Run(options, observer, backend, cancellation);
    }
}
