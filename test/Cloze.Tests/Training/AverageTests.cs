using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>The better of averaged and last weights, by the loss on held-out text, is the model of a run.</summary>
public sealed class AverageTests : IDisposable
{
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void The_better_of_the_two_becomes_the_model()
    {
        var observer = new RecordingObserver();

        TrainingResult result = _run.Run(Restless() with { AverageSteps = 30 }, observer);

        AverageReport average = result.Average!;
        Assert.Equal(30, average.Steps);
        Assert.True(average.IsBetter, $"{average}: the test shows nothing.");
        Assert.Equal(Math.Min(average.Loss, average.LastLoss), result.Evaluation!.Loss);
        Assert.Equal(result.Evaluation, Assert.Single(observer.Evaluations, report => report.IsFinal).Result);
        Assert.Contains(
            FormattableString.Invariant(
                $"The weights averaged over about 30 steps have {average.Loss:F3} nats, the last ones ")
                + FormattableString.Invariant($"{average.LastLoss:F3}: ")
                + (average.IsBetter ? "the average is the model." : "the last ones are the model."),
            observer.Messages);
        using TinyRun plain = Plain(Restless());
        Assert.Equal(average.IsBetter, !plain.Weights().SequenceEqual(_run.Weights()));
    }

    [Fact]
    public void Where_the_last_weights_are_better_they_stay()
    {
        var observer = new RecordingObserver();

        TrainingResult result = _run.Run(_run.Options(60) with { AverageSteps = 1000 }, observer);

        Assert.False(result.Average!.IsBetter, $"{result.Average}: the test shows nothing.");
        Assert.Equal(result.Average.LastLoss, result.Evaluation!.Loss);
        Assert.Contains(observer.Messages, message => message.EndsWith("the last ones are the model."));
        using TinyRun plain = Plain(_run.Options(60));
        Assert.Equal(plain.Weights(), _run.Weights());
    }

    [Fact]
    public void Averaging_changes_no_bit_of_the_run()
    {
        _run.Run(Restless() with { AverageSteps = 30 });

        using TinyRun plain = Plain(Restless());
        CheckpointContent.AssertSame(plain, _run);
    }

    [Fact]
    public void A_finished_run_that_is_resumed_has_the_same_model()
    {
        TrainingResult first = _run.Run(Restless() with { AverageSteps = 30 });
        float[] weights = _run.Weights();

        TrainingResult second = _run.Run(new TrainingOptions { Output = _run.Output, Resume = true });

        Assert.True(second.WasFinished);
        Assert.Equal(first.Average, second.Average);
        Assert.Equal(weights, _run.Weights());
    }

    [Fact]
    public void A_run_that_averages_none_says_nothing()
    {
        var observer = new RecordingObserver();

        TrainingResult result = _run.Run(_run.Options(5), observer);

        Assert.Null(result.Average);
        Assert.DoesNotContain(observer.Messages, message => message.Contains("averaged", StringComparison.Ordinal));
    }

    // A rate that rises to the end, and spoils the last weights.
    private TrainingOptions Restless() =>
        _run.Options(20) with { LearningRate = 1, Warmup = 0.9f, ClipNorm = 1e6f };

    // The same run without an average.
    private static TinyRun Plain(TrainingOptions options)
    {
        var other = new TinyRun();
        other.Run(options with { Data = [other.Corpus], From = other.Start, Output = other.Output });
        return other;
    }
}
