using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>A run that is resumed with a larger budget becomes longer.</summary>
public sealed class ExtensionTests : IDisposable
{
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_finished_run_goes_on_with_the_rates_of_a_longer_one()
    {
        var straight = new RecordingObserver();
        using (var other = new TinyRun()) other.Run(other.Options(10), straight);
        _run.Run(_run.Options(4));
        var observer = new RecordingObserver();

        TrainingResult result = _run.Run(Resume() with { Steps = 10 }, observer);

        Assert.Equal(10, result.Position.Step);
        Assert.False(result.WasFinished);
        Assert.Equal(
            straight.Steps.Skip(4).Select(step => step.LearningRate), observer.Steps.Select(step => step.LearningRate));
        Assert.Equal(
            "The run of `steps` 4 goes on to `steps` 10: from here the learning rate is that of a run of this length "
            + "from the start, now 0.00638.",
            observer.Messages[0]);
        Assert.Contains("\"steps\": 10", File.ReadAllText(Path.Combine(_run.Output, "training", "options.json")));
    }

    [Fact]
    public void An_extended_run_that_is_interrupted_goes_on_with_the_same_bits()
    {
        _run.Run(_run.Options(4));
        _run.Run(Resume() with { Steps = 12 });
        using var other = new TinyRun();
        other.Run(other.Options(4));
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == 7) interruption.Cancel();
            },
        };
        TrainingOptions longer = Resume() with { Output = other.Output, Steps = 12 };

        TrainingResult half = other.Run(longer, observer, new ReferenceBackend(), interruption.Token);
        TrainingResult rest = other.Run(Resume() with { Output = other.Output });

        Assert.Equal((true, 7, 12), (half.IsInterrupted, half.Position.Step, rest.Position.Step));
        Assert.Equal(_run.Weights(), other.Weights());
    }

    [Fact]
    public void A_run_by_steps_can_go_on_by_tokens_or_by_the_clock()
    {
        TrainingResult first = _run.Run(_run.Options(3));
        long most = 2 * first.Position.Tokens;

        TrainingResult second = _run.Run(Resume() with { Tokens = most });
        double minutes = (second.Position.Seconds + 0.05) / 60;
        TrainingResult third = _run.Run(Resume() with { Minutes = minutes });

        Assert.InRange(second.Position.Tokens, most, most + 64);
        Assert.True(third.Position.Step > second.Position.Step);
        Assert.InRange(third.Position.Seconds, (60 * minutes) - 1e-6, double.MaxValue);
    }

    [Fact]
    public void The_same_budget_says_nothing_new()
    {
        _run.Run(_run.Options(3));

        Assert.True(_run.Run(Resume() with { Steps = 3 }).WasFinished);
    }

    [Fact]
    public void A_run_cannot_become_shorter()
    {
        _run.Run(_run.Options(5));

        ClozeException error = Assert.Throws<ClozeException>(() => _run.Run(Resume() with { Steps = 4 }));

        Assert.Equal("The run was started with `steps` 5, now `steps` 4 is asked for.", error.Message);
        Assert.Equal(
            "A run can become longer, not shorter: ask for more than 5, or leave `steps` out.", error.Hint);
    }

    [Fact]
    public void A_budget_of_another_measure_must_not_be_spent()
    {
        TrainingResult first = _run.Run(_run.Options(5));

        ClozeException error = Assert.Throws<ClozeException>(() => _run.Run(Resume() with { Tokens = 10 }));

        Assert.Equal(
            $"The run has trained for {first.Position.Tokens} tokens already, and `tokens` 10 is asked for.",
            error.Message);
        Assert.DoesNotContain("`force`", error.Hint);
    }

    private TrainingOptions Resume() => new() { Output = _run.Output, Resume = true };
}
