using Cloze.Files;
using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class ResumeTests
{
    private const int Steps = 40;
    private const int Stop = 17;

    [Fact]
    public void Forty_steps_are_seventeen_an_interruption_and_twenty_three()
    {
        float[] expected = Straight();
        using var run = new TinyRun();
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver { AfterStep = step => CancelAt(step, interruption) };

        TrainingResult first = run.Run(run.Options(Steps), observer, new ReferenceBackend(), interruption.Token);
        TrainingResult second = run.Run(new TrainingOptions { Output = run.Output, Resume = true });

        Assert.True(first.IsInterrupted);
        Assert.Null(first.Evaluation);
        Assert.Equal(Stop, first.Position.Step);
        Assert.False(second.IsInterrupted);
        Assert.Equal(Steps, second.Position.Step);
        AssertSameBits(expected, run.Weights());
    }

    [Fact]
    public void A_run_goes_on_with_activations_computed_again_and_the_same_bits()
    {
        float[] expected = Straight();
        using var run = new TinyRun();
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver { AfterStep = step => CancelAt(step, interruption) };

        run.Run(run.Options(Steps), observer, new ReferenceBackend(), interruption.Token);
        var resumed = new RecordingObserver();
        run.Run(new TrainingOptions { Output = run.Output, Resume = true, Recompute = true }, resumed);

        Assert.False(observer.Starts[0].Options.Recompute);
        Assert.True(resumed.Starts[0].Options.Recompute);
        AssertSameBits(expected, run.Weights());
    }

    [Fact]
    public void A_run_killed_between_two_steps_goes_on_from_its_last_checkpoint_with_the_same_bits()
    {
        float[] expected = Straight();
        using var run = new TinyRun();
        var observer = new RecordingObserver { AfterStep = step => KillAt(step) };

        Assert.Throws<KilledException>(() => run.Run(Saving(run.Options(Steps)), observer));
        Assert.Equal(Stop - 1, observer.Checkpoints[^1]);
        var resumed = new RecordingObserver();
        run.Run(new TrainingOptions { Output = run.Output, Resume = true }, resumed);

        Assert.Equal(Stop, resumed.Steps[0].Position.Step);
        AssertSameBits(expected, run.Weights());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(10)]
    public void A_run_killed_between_its_last_checkpoint_and_its_model_writes_it_when_resumed(int? averageSteps)
    {
        using var straight = new TinyRun();
        straight.Run(straight.Options(Steps) with { AverageSteps = averageSteps });
        using var run = new TinyRun();
        TrainingOptions options = run.Options(Steps) with { AverageSteps = averageSteps, CheckpointSteps = Stop };
        var observer = new RecordingObserver
        {
            AfterCheckpoint = step =>
            {
                if (step == Steps) throw new KilledException();
            },
        };

        Assert.Throws<KilledException>(() => run.Run(options, observer));
        Assert.NotEqual(straight.Weights(), run.Weights());
        var resumed = new RecordingObserver();
        TrainingResult result = run.Run(new TrainingOptions { Output = run.Output, Resume = true }, resumed);

        Assert.True(result.WasFinished);
        Assert.Contains("The run had ended before its model was written; it is written now.", resumed.Messages);
        AssertSameBits(straight.Weights(), run.Weights());
        var again = new RecordingObserver();
        run.Run(new TrainingOptions { Output = run.Output, Resume = true }, again);
        Assert.DoesNotContain(again.Messages, message => message.Contains("written now"));
    }

    /// <summary>A checkpoint reads 3 times 26 parameters for its tensors, then 26 for the model beside it.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(77)]
    [InlineData(78)]
    [InlineData(90)]
    [InlineData(103)]
    public void A_run_killed_while_it_writes_goes_on_from_a_whole_checkpoint_with_the_same_bits(int readings)
    {
        float[] expected = Straight();
        using var run = new TinyRun();
        var backend = new FailingBackend(new KilledException());
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == Stop) backend.FailAfter(readings);
            },
        };

        Assert.Throws<KilledException>(
            () => run.Run(Saving(run.Options(Steps)), observer, backend, CancellationToken.None));
        LeaveHalfAFile(run);
        Every.Item(run.Weights(), weight => Assert.True(float.IsFinite(weight)));
        var resumed = new RecordingObserver();
        run.Run(new TrainingOptions { Output = run.Output, Resume = true }, resumed);

        Assert.Equal(readings < 78 ? Stop : Stop + 1, resumed.Steps[0].Position.Step);
        AssertSameBits(expected, run.Weights());
    }

    [Fact]
    public void A_finished_run_that_is_resumed_is_evaluated_again_and_nothing_is_written()
    {
        using var run = new TinyRun();
        TrainingResult first = run.Run(run.Options(5));
        Dictionary<string, DateTime> files = Files(run);
        var observer = new RecordingObserver();

        TrainingResult second = run.Run(new TrainingOptions { Output = run.Output, Resume = true }, observer);

        Assert.False(first.WasFinished);
        Assert.True(second.WasFinished);
        Assert.False(second.IsInterrupted);
        Assert.Equal(first.Evaluation, second.Evaluation);
        Assert.Equal(first.Position, second.Position);
        Assert.Equal(
            "The run is finished: it has trained for `steps` 5. A larger `steps` goes on from here.",
            observer.Messages[0]);
        Assert.Empty(observer.Checkpoints);
        Assert.Equal(files, Files(run));
    }

    [Fact]
    public void A_checkpoint_leaves_nothing_behind_that_it_does_not_need()
    {
        using var run = new TinyRun();

        run.Run(Saving(run.Options(3)));

        string training = Path.Combine(run.Output, "training");
        string[] names = [.. Directory.GetFiles(training).Select(Path.GetFileName).Order()!];
        Assert.Equal(11, names.Length);
        Assert.Contains(FolderLock.LockFile, names);
        Assert.Equal(2, names.Count(name => name.EndsWith(".tokens")));
        Assert.Contains("curve.json", names);
        Assert.Contains("manifest.json", names);
        Assert.Contains("metrics.jsonl", names);
        Assert.Contains("options.json", names);
        Assert.Contains("state.json", names);
        Assert.Contains("state-2.json", names);
        Assert.Equal(
            ["tensors-2.safetensors", "tensors-3.safetensors"], names.Where(name => name.StartsWith("tensors-")));
    }

    private static Dictionary<string, DateTime> Files(TinyRun run) => Directory
        .EnumerateFileSystemEntries(run.Output, "*", SearchOption.AllDirectories)
        .ToDictionary(path => path, File.GetLastWriteTimeUtc);

    private static TrainingOptions Saving(TrainingOptions options) => options with { CheckpointMinutes = 1e-9 };

    private static float[] Straight()
    {
        using var run = new TinyRun();
        run.Run(run.Options(Steps));
        return run.Weights();
    }

    private static void CancelAt(int step, CancellationTokenSource interruption)
    {
        if (step == Stop) interruption.Cancel();
    }

    private static void KillAt(int step)
    {
        if (step == Stop) throw new KilledException();
    }

    /// <summary>What a killed process leaves beside the files it was writing.</summary>
    private static void LeaveHalfAFile(TinyRun run)
    {
        string training = Path.Combine(run.Output, "training");
        foreach (string name in Directory.GetFiles(training, "tensors-*"))
        {
            File.WriteAllBytes(name + ".partial", File.ReadAllBytes(name)[..100]);
        }

        File.WriteAllText(Path.Combine(training, "state.json.partial"), "{ \"format\": 1,");
    }

    private static void AssertSameBits(float[] expected, float[] actual) => Assert.Equal(
        expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));

    private sealed class KilledException : Exception;
}
