using Cloze.Evaluation;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class TrainingRemarksTests
{
    private static readonly TrainingResult s_result = new()
    {
        Model = "model",
        Position = new RunPosition(100, 1000, 10),
        IsInterrupted = false,
        Baseline = new EvaluationResult(5, 0, 0, 100, "masks"),
        Epochs = 19.9,
    };

    [Fact]
    public void Of_an_ordinary_run_nothing_is_said() => Assert.Empty(TrainingRemarks.Of(s_result));

    [Fact]
    public void A_corpus_that_was_read_many_times_is_said_to_be_small() => Assert.Equal(
        ["The corpus was read 57 times: more text would teach more than more training."],
        TrainingRemarks.Of(s_result with { Epochs = 57.2 }));

    [Fact]
    public void Of_an_interrupted_run_the_passes_are_not_counted() =>
        Assert.Empty(TrainingRemarks.Of(s_result with { Epochs = 57.2, IsInterrupted = true }));

    [Fact]
    public void A_model_that_was_better_is_named_with_both_losses() => Assert.Equal(
        ["The held-out loss was lower before the end: 3.210 nats at step 80, 3.345 at the end. The model of step 80 is "
            + "kept in model/best."],
        TrainingRemarks.Of(s_result with { Best = new BestModelReport("model/best", 80, 3.21, 3.345) }));
}
