using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.05, 0.5)]
    [InlineData(0.1, 1)]
    [InlineData(0.55, 0.5)]
    [InlineData(1, 0)]
    public void The_rate_rises_and_falls_in_straight_lines(double progress, float expected) =>
        Assert.Equal(expected, new Schedule(1, 0.1f).RateAt(progress), 1e-6f);

    [Theory]
    [InlineData(0.05, 0.5)]
    [InlineData(0.1, 1)]
    [InlineData(0.325, 0.8535534)]
    [InlineData(0.55, 0.5)]
    [InlineData(1, 0)]
    public void By_a_cosine_it_falls_slowly_at_both_ends(double progress, float expected) =>
        Assert.Equal(expected, new Schedule(1, 0.1f, ScheduleKind.Cosine).RateAt(progress), 1e-6f);

    [Theory]
    [InlineData(0.05, 0.5)]
    [InlineData(0.1, 1)]
    [InlineData(0.5, 1)]
    [InlineData(0.79, 1)]
    [InlineData(0.85, 0.5)]
    [InlineData(0.9, 0.2928932)]
    [InlineData(1, 0)]
    public void Warm_up_stable_decay_falls_by_a_root_at_the_end(double progress, float expected) =>
        Assert.Equal(expected, new Schedule(1, 0.1f, ScheduleKind.Wsd, 0.2f).RateAt(progress), 1e-6f);

    [Fact]
    public void Without_warm_up_the_rate_begins_at_its_peak() =>
        Assert.Equal(0.5f, new Schedule(0.5f, 0).RateAt(0));

    [Fact]
    public void Progress_is_taken_at_the_middle_of_the_coming_step()
    {
        Assert.Equal(0.05, new Budget { Steps = 10 }.Progress(new RunPosition(0, 0, 0), 100), 1e-12);
        Assert.Equal(0.95, new Budget { Steps = 10 }.Progress(new RunPosition(9, 0, 0), 100), 1e-12);
        Assert.Equal(0.25, new Budget { Tokens = 1000 }.Progress(new RunPosition(3, 200, 0), 100), 1e-12);
        Assert.Equal(0.5, new Budget { Minutes = 2 }.Progress(new RunPosition(3, 200, 60), 100), 1e-12);
        Assert.Equal(0.001, new Budget { Minutes = 2 }.Progress(default, 100), 1e-12);
    }

    [Fact]
    public void Progress_ends_at_one() =>
        Assert.Equal(1, new Budget { Tokens = 1000 }.Progress(new RunPosition(3, 999, 0), 100));

    [Fact]
    public void A_budget_is_spent_when_its_own_measure_is_reached()
    {
        var position = new RunPosition(10, 1000, 120);

        Assert.True(new Budget { Steps = 10 }.IsSpent(position));
        Assert.False(new Budget { Steps = 11 }.IsSpent(position));
        Assert.True(new Budget { Tokens = 1000 }.IsSpent(position));
        Assert.False(new Budget { Tokens = 1001 }.IsSpent(position));
        Assert.True(new Budget { Minutes = 2 }.IsSpent(position));
        Assert.False(new Budget { Minutes = 2.01 }.IsSpent(position));
    }

    [Fact]
    public void Clipping_scales_a_great_norm_to_the_limit_and_leaves_a_small_one()
    {
        Assert.Equal(1, GradientClip.Scale(0.5, 1));
        Assert.Equal(0.25f, GradientClip.Scale(4, 1));
        Assert.True(float.IsNaN(GradientClip.Scale(double.NaN, 1)));
    }
}
