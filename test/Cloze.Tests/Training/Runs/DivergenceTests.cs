using System.Text.Json;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>Steps that are not applied, and what becomes of a run that does not learn any more.</summary>
public sealed class DivergenceTests
{
    private const int Steps = 50;
    private const int Bad = 40;

    [Fact]
    public void A_spike_is_not_applied_and_its_sequences_are_named()
    {
        using var run = new TinyRun();
        var observer = new RecordingObserver();

        TrainingResult result = Train(run, run.Options(Steps), step => step == Bad ? 20 : 0, observer);

        Assert.Equal(Steps, result.Position.Step);
        Assert.Equal(
            Enumerable.Range(1, Steps).Where(step => step != Bad), observer.Steps.Select(step => step.Position.Step));
        string message = Assert.Single(observer.Messages, text => text.Contains("not applied"));
        Assert.Matches(
            @"^Step 40 was not applied: its loss of 2\d\.\d{3} nats is a spike, above \d\.\d{3}\. Its \d+ sequences of "
            + @"epoch \d+ are \d+, ",
            message);
        JsonElement line = Line(run);
        Assert.Equal(Bad, line.GetProperty("step").GetInt32());
        Assert.Equal("spike", line.GetProperty("reason").GetString());
        Assert.True(line.GetProperty("loss").GetDouble() > line.GetProperty("ceiling").GetDouble());
        Assert.Equal(
            line.GetProperty("sequences").GetArrayLength(),
            int.Parse(message.Split(" Its ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_loss_that_is_no_number_is_a_step_not_applied_like_a_spike()
    {
        using var run = new TinyRun();
        using var other = new TinyRun();
        var observer = new RecordingObserver();

        Train(run, run.Options(Steps), step => step == Bad ? float.NaN : 0, observer);
        Train(other, other.Options(Steps), step => step == Bad ? 20 : 0);

        Assert.Contains(
            observer.Messages,
            text => text.StartsWith("Step 40 was not applied: its loss is NaN, the gradients' norm ")
                && text.Contains(", both expected finite. Its "));
        Assert.False(Line(run).TryGetProperty("loss", out _));
        Assert.Equal("not-finite", Line(run).GetProperty("reason").GetString());
        Assert.Equal(other.Weights(), run.Weights());
    }

    [Fact]
    public void A_run_that_goes_on_judges_as_one_that_was_never_interrupted()
    {
        using var straight = new TinyRun();
        Train(straight, straight.Options(Steps), AddedLoss);
        using var run = new TinyRun();
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == Bad - 1) interruption.Cancel();
            },
        };

        Train(run, run.Options(Steps), AddedLoss, observer, interruption.Token);
        var resumed = new RecordingObserver();
        var options = new TrainingOptions { Output = run.Output, Resume = true };
        Train(run, options, step => AddedLoss(step + Bad - 1), resumed);

        Assert.Equal(2, resumed.Messages.Count(text => text.Contains("not applied")));
        Assert.Equal(straight.Weights(), run.Weights());

        static float AddedLoss(int step) => step is Bad or Bad + 3 ? 20 : 0;
    }

    [Fact]
    public void After_three_in_a_row_the_run_goes_back_with_half_the_rate()
    {
        using var run = new TinyRun();
        var observer = new RecordingObserver();

        TrainingResult result = Train(
            run, Saving(run.Options(Steps)), step => step is >= Bad and < Bad + 3 ? 20 : 0, observer);

        Assert.Equal(Steps, result.Position.Step);
        Assert.Contains(
            "After step 42 the run goes back to its checkpoint of step 39, and on from there with 0.5 of the "
            + "learning rate.",
            observer.Messages);
        Assert.Equal(
            [.. Enumerable.Range(1, Bad - 1), .. Enumerable.Range(Bad, Steps - Bad + 1)],
            observer.Steps.Select(step => step.Position.Step));
        using var usual = new TinyRun();
        var straight = new RecordingObserver();
        usual.Run(usual.Options(Steps), straight);
        Assert.Equal(
            [.. straight.Steps.Select((step, i) => i < Bad - 1 ? step.LearningRate : step.LearningRate / 2)],
            observer.Steps.Select(step => step.LearningRate));
    }

    [Fact]
    public void A_lower_rate_stays_when_the_run_goes_on()
    {
        using var run = new TinyRun();
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == Bad + 4) interruption.Cancel();
            },
        };
        Train(
            run,
            Saving(run.Options(Steps)),
            step => step is >= Bad and < Bad + 3 ? 20 : 0,
            observer,
            interruption.Token);
        var resumed = new RecordingObserver();

        run.Run(new TrainingOptions { Output = run.Output, Resume = true }, resumed);

        using var usual = new TinyRun();
        var straight = new RecordingObserver();
        usual.Run(usual.Options(Steps), straight);
        Assert.Equal(
            straight.Steps.Skip(Bad + 4).Select(step => step.LearningRate / 2),
            resumed.Steps.Select(step => step.LearningRate));
    }

    [Fact]
    public void With_checkpoints_by_steps_an_interrupted_run_goes_back_to_the_same_place()
    {
        const int stop = 35;
        using var straight = new TinyRun();
        Train(straight, BySteps(straight), step => step is >= Bad and < Bad + 3 ? 20 : 0);
        using var run = new TinyRun();
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == stop) interruption.Cancel();
            },
        };
        Train(run, BySteps(run), _ => 0, observer, interruption.Token);
        var resumed = new RecordingObserver();
        var options = new TrainingOptions { Output = run.Output, Resume = true };

        Train(run, options, step => step + stop is >= Bad and < Bad + 3 ? 20 : 0, resumed);

        Assert.Equal([10, 20, 30, stop], observer.Checkpoints);
        Assert.Equal([40, Steps], resumed.Checkpoints);
        Assert.Contains(resumed.Messages, text => text.StartsWith(
            "After step 42 the run goes back to its checkpoint of step 30, ", StringComparison.Ordinal));
        Assert.Equal(straight.Weights(), run.Weights());

        static TrainingOptions BySteps(TinyRun run) =>
            run.Options(Steps) with { CheckpointSteps = 10, KeepCheckpoints = 1 };
    }

    [Fact]
    public void Asked_to_stop_it_stops_and_says_how_to_go_on()
    {
        using var run = new TinyRun();
        TrainingOptions options = Saving(run.Options(Steps)) with { OnDivergence = DivergencePolicy.Stop };

        ClozeException error = Assert.Throws<ClozeException>(
            () => Train(run, options, step => step >= Bad ? float.NaN : 0));

        Assert.StartsWith(
            "Training diverged at step 42: 3 steps in a row were not applied, the last with a loss of NaN and a "
            + "gradient's norm of ",
            error.Message);
        Assert.StartsWith(
            "The checkpoint of step 39 is unchanged: give `resume` with `on_divergence` rewind to go on from there "
            + "with half the rate, or start again with a `learning_rate` below ",
            error.Hint);
        var resume = new TrainingOptions
        {
            Output = run.Output,
            Resume = true,
            OnDivergence = DivergencePolicy.Rewind,
        };
        Assert.Equal(Steps, run.Run(resume).Position.Step);
    }

    [Fact]
    public void A_run_that_went_back_five_times_stops()
    {
        using var run = new TinyRun();
        var observer = new RecordingObserver();

        ClozeException error = Assert.Throws<ClozeException>(
            () => Train(run, Saving(run.Options(Steps)), step => step >= Bad ? 20 : 0, observer));

        Assert.Equal(5, observer.Messages.Count(text => text.StartsWith("After step 42 the run goes back")));
        Assert.EndsWith(", after the run went back 5 times.", error.Message);
        Assert.StartsWith("The last checkpoint is unchanged; start again with a `learning_rate` below ", error.Hint);
    }

    [Theory]
    [InlineData(Bad)]
    [InlineData(Steps)]
    public void Weights_that_are_no_numbers_are_never_saved(int step)
    {
        using var run = new TinyRun();
        var observer = new RecordingObserver();
        using var backend = new SpoiledBackend { BreaksWeights = tried => tried == step };

        TrainingResult result = run.Run(Saving(run.Options(Steps)), observer, backend, CancellationToken.None);

        Assert.Equal(Steps, result.Position.Step);
        Assert.Contains(
            FormattableString.Invariant($"After step {step} the run goes back to its checkpoint of step {step - 1}, ")
            + "and on from there with 0.5 of the learning rate.",
            observer.Messages);
        Every.Item(run.Weights(), weight => Assert.True(float.IsFinite(weight)));
    }

    private static TrainingOptions Saving(TrainingOptions options) => options with { CheckpointMinutes = 1e-9 };

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

    private static JsonElement Line(TinyRun run)
    {
        string path = Path.Combine(run.Output, "training", "skipped-steps.jsonl");
        return JsonDocument.Parse(Assert.Single(File.ReadAllLines(path))).RootElement;
    }
}
