using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>Phases by the length of sequences: how they are written, and which holds when.</summary>
public sealed class SequencePhasesTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.4999, 0)]
    [InlineData(0.5, 1)]
    [InlineData(0.8999, 1)]
    [InlineData(0.9001, 2)]
    [InlineData(1, 2)]
    public void A_phase_begins_where_the_shares_before_it_end(double spent, int phase) =>
        Assert.Equal(phase, SequencePhases.TryParse("64:0.5,128:0.4,512:0.1")!.At(spent));

    [Fact]
    public void What_is_read_is_what_was_written()
    {
        SequencePhases phases = SequencePhases.TryParse("128:0.9,512:0.1")!;

        Assert.Equal(new SequencePhases([new(128, 0.9), new(512, 0.1)]), phases);
        Assert.Equal("128:0.9,512:0.1", phases.ToString());
        Assert.Equal(512, phases.LongestSequence);
        Assert.NotEqual(SequencePhases.TryParse("128:0.8,512:0.2"), phases);
    }

    [Theory]
    [InlineData("")]
    [InlineData("128")]
    [InlineData("128:")]
    [InlineData("128:0.9,")]
    [InlineData("128:0.9:1")]
    [InlineData("x:0.9")]
    [InlineData("-128:1")]
    [InlineData("128:0,9")]
    public void What_is_no_list_of_phases_is_none(string text) => Assert.Null(SequencePhases.TryParse(text));

    [Theory]
    [InlineData("128:0.9,512:0.2", "`phases` has shares that add up to 1.1, expected 1.")]
    [InlineData("128:1,512:0", "`phases` has the share 0, expected one above 0.")]
    [InlineData("4:0.5,512:0.5", "`phases` has the length 4, outside its range: 8 to 4096.")]
    public void What_makes_no_run_is_refused(string text, string message)
    {
        var options = new TrainingOptions { Phases = SequencePhases.TryParse(text) };

        Assert.Equal(message, Assert.Throws<ClozeException>(options.Validate).Message);
    }

    [Fact]
    public void The_longest_decides_what_a_batch_and_a_model_must_hold()
    {
        var options = new TrainingOptions { Phases = SequencePhases.TryParse("128:0.9,512:0.1") };
        EffectiveOptions decided = EffectiveOptions.Resolve(options);

        Assert.Equal(512, decided.Recipe.SequenceLength);
        Assert.Null(decided.Options.SequenceLength);
        Assert.Equal(decided.Recipe, EffectiveOptions.Resolve(decided.Options).Recipe);
        Assert.Throws<ClozeException>((options with { BatchTokens = 256 }).Validate);
        Assert.Equal(
            "`phases` and `sequence_length` exclude each other.",
            Assert.Throws<ClozeException>((options with { SequenceLength = 64 }).Validate).Message);
    }

    [Fact]
    public void A_step_belongs_to_the_phase_at_its_beginning()
    {
        var plan = new BatchPlan(1024, 2, 512, 0, SequencePhases.TryParse("128:0.9,512:0.1"));

        Assert.Equal(new StepSize(2, 1024, 0), plan.At(0.5));
        Assert.Equal(new StepSize(2, 1024, 1), plan.At(0.95));
        Assert.Equal(new StepSize(1, 256, 0), (plan with { Warmup = 0.5f }).At(0));
    }
}
