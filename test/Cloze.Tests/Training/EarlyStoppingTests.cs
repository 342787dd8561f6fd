using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>A run that learns nothing more ends, and its best model is kept.</summary>
public sealed class EarlyStoppingTests : IDisposable
{
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Losses_that_do_not_fall_are_counted_from_the_least()
    {
        var stopping = new EarlyStopping(2, null);
        foreach (double loss in new[] { 3.0, 2.5, 2.6, 2.4, 2.4 }) stopping.Hear(loss);

        Assert.False(stopping.IsOver);
        Assert.Equal(new StoppingState(2.4, 1), stopping.State);
        var resumed = new EarlyStopping(2, stopping.State);
        resumed.Hear(double.NaN);
        Assert.True(resumed.IsOver);
        Assert.False(new EarlyStopping(3, resumed.State).IsOver);
        Assert.False(new EarlyStopping(null, resumed.State).IsOver);
    }

    [Fact]
    public void The_run_ends_and_keeps_its_best_model()
    {
        var observer = new RecordingObserver();

        TrainingResult result = _run.Run(Spoiling() with { Patience = 2 }, observer);

        Assert.True(result.IsStoppedEarly);
        Assert.False(result.IsInterrupted);
        Assert.InRange(result.Position.Step, 5, 19);
        Assert.NotNull(result.Evaluation);
        Assert.True(Directory.Exists(result.Best!.Model));
        Assert.Equal(result.Position.Step, result.Best.Step + 4);
        Assert.Contains(
            "The run was stopped early: the held-out loss did not fall in the last 2 evaluations. A larger `patience` "
            + "goes on from here.",
            observer.Messages);
    }

    [Fact]
    public void Without_patience_it_goes_to_the_end()
    {
        TrainingResult result = _run.Run(Spoiling());

        Assert.False(result.IsStoppedEarly);
        Assert.Equal(20, result.Position.Step);
    }

    [Fact]
    public void A_stopped_run_that_is_resumed_is_finished_and_goes_on_with_more_patience()
    {
        TrainingResult first = _run.Run(Spoiling() with { Patience = 2 });
        var observer = new RecordingObserver();

        TrainingResult second = _run.Run(new TrainingOptions { Output = _run.Output, Resume = true }, observer);
        TrainingResult third = _run.Run(
            new TrainingOptions { Output = _run.Output, Resume = true, Patience = 100 });

        Assert.True(second.WasFinished);
        Assert.Equal(first.Position, second.Position);
        Assert.StartsWith("The run was stopped early: ", observer.Messages[0]);
        Assert.False(third.WasFinished);
        Assert.Equal(20, third.Position.Step);
        using var plain = new TinyRun();
        plain.Run(Spoiling() with { Data = [plain.Corpus], From = plain.Start, Output = plain.Output });
        CheckpointContent.AssertSame(plain, _run);
    }

    [Fact]
    public void An_interruption_does_not_change_where_it_stops()
    {
        TrainingResult expected = _run.Run(Spoiling() with { Patience = 2 });
        using var other = new TinyRun();
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == expected.Position.Step - 1) interruption.Cancel();
            },
        };
        TrainingOptions options = Spoiling() with { Data = [other.Corpus], From = other.Start, Output = other.Output };

        other.Run(options with { Patience = 2 }, observer, new ReferenceBackend(), interruption.Token);
        TrainingResult rest = other.Run(new TrainingOptions { Output = other.Output, Resume = true });

        Assert.True(rest.IsStoppedEarly);
        Assert.Equal(expected.Position.Step, rest.Position.Step);
        CheckpointContent.AssertSame(_run, other);
    }

    // A rate so high that the loss falls first and rises with every step after.
    private TrainingOptions Spoiling() => _run.Options(20) with { LearningRate = 1, Warmup = 0.9f, ClipNorm = 1e6f };
}
