using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>Whatever a budget is measured in, the rate is 0 at its very end, and the run goes no further.</summary>
public sealed class BudgetEndTests
{
    private const int BatchTokens = 24;

    public static TheoryData<string, ScheduleKind> Cases
    {
        get
        {
            var data = new TheoryData<string, ScheduleKind>();
            foreach (string measure in new[] { "steps", "tokens", "epochs", "minutes" })
            {
                foreach (ScheduleKind kind in Enum.GetValues<ScheduleKind>()) data.Add(measure, kind);
            }

            return data;
        }
    }

    // 24 tokens hold three sequences of eight: each budget is of forty steps.
    private static Budget Forty(string measure) => measure switch
    {
        "steps" => new Budget { Steps = 40 },
        "tokens" => new Budget { Tokens = 40 * BatchTokens },
        "epochs" => new Budget { Epochs = 40.0 * BatchTokens / PatternTrainer.EpochTokens },
        _ => new Budget { Minutes = 40 / 60.0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_schedule_lands_on_the_end(string measure, ScheduleKind kind)
    {
        var recipe = new Recipe
        {
            BatchTokens = BatchTokens,
            SequenceLength = 8,
            LearningRate = 1e-3f,
            Warmup = 0.1f,
            Schedule = kind,
        };
        using var run = new PatternTrainer(recipe, Forty(measure), clock: new TickingClock());

        List<StepReport> steps = run.Finish();

        Assert.Equal(40, steps.Count);
        Assert.Equal(1, steps[^1].Progress);
        Assert.Equal(0, steps[^1].SecondsLeft);
        Assert.Equal(0, Schedule.Of(recipe).RateAt(1));

        // The last step has the rate of its middle, or by the clock of its beginning.
        double last = measure == "minutes" ? 39.0 / 40 : 39.5 / 40;
        Assert.Equal(Schedule.Of(recipe).RateAt(last), steps[^1].LearningRate, 1e-9f);
        Every.Item(steps, step => Assert.InRange(step.LearningRate, 1e-9f, 1e-3f));
        Assert.True(steps[^1].LearningRate < steps[^2].LearningRate, "The rate does not fall to the end.");
    }

    [Fact]
    public void So_many_epochs_are_so_many_passes()
    {
        var recipe = new Recipe { BatchTokens = BatchTokens, SequenceLength = 8 };
        using var run = new PatternTrainer(recipe, new Budget { Epochs = 3 });

        StepReport last = run.Finish()[^1];

        Assert.Equal(3 * PatternTrainer.EpochTokens, last.Position.Tokens);
        Assert.Equal(3, last.Epochs);
    }

    [Fact]
    public void Epochs_of_an_unknown_corpus_are_no_measure() =>
        Assert.Throws<InvalidOperationException>(() => new Budget { Epochs = 3 }.Spent(default));

    [Fact]
    public void A_corpus_makes_no_difference_to_other_budgets()
    {
        var budget = new Budget { Tokens = 100 };

        Assert.Equal(budget, budget.Over(50));
        Assert.Equal(0.5, new Budget { Epochs = 2 }.Over(50).Spent(new RunPosition(1, 50, 0)));
        Assert.Equal(5, new Budget { Epochs = 2 }.Over(50).SecondsLeft(new RunPosition(1, 50, 0), 10));
    }
}
