using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class LossGuardTests
{
    [Fact]
    public void A_loss_far_above_the_median_of_the_last_is_a_spike()
    {
        LossGuard guard = Steady(LossGuard.Least, limit: 10);

        // Losses of 2.9, 3.0 and 3.1 in turn: the median is 3.0, the median distance from it 0.1.
        Assert.True(guard.Accepts(4.4, 1));
        Assert.Equal(3 + (10 * 1.4826 * 0.1), guard.Ceiling, 9);
        Assert.False(guard.Accepts(4.5, 1));
        Assert.Equal((StepFault.Spike, 1), (guard.Fault, guard.InARow));
        Assert.False(guard.Accepts(4.6, 1));
        Assert.Equal(2, guard.InARow);
        Assert.True(guard.Accepts(3, 1));
        Assert.Equal((StepFault.None, 0), (guard.Fault, guard.InARow));
    }

    [Fact]
    public void Losses_that_hardly_differ_may_rise_by_half_a_nat()
    {
        var guard = new LossGuard(limit: 10);
        for (int i = 0; i < LossGuard.Window; i++) Assert.True(guard.Accepts(2, 1));

        Assert.True(guard.Accepts(2.5, 1));
        Assert.False(guard.Accepts(2.51, 1));
    }

    [Fact]
    public void Of_few_losses_nothing_is_said()
    {
        LossGuard guard = Steady(LossGuard.Least - 1, limit: 10);

        Assert.True(guard.Accepts(1000, 1));
        Assert.Equal(double.PositiveInfinity, guard.Ceiling);
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(3, double.NaN)]
    [InlineData(3, double.PositiveInfinity)]
    public void What_is_no_number_is_never_accepted(double loss, double norm)
    {
        var guard = new LossGuard(limit: 0);

        Assert.False(guard.Accepts(loss, norm));
        Assert.Equal((StepFault.NotFinite, 1), (guard.Fault, guard.InARow));
        Assert.Empty(guard.State().Losses);
    }

    [Fact]
    public void With_a_limit_of_zero_every_number_is_accepted()
    {
        LossGuard guard = Steady(LossGuard.Window, limit: 0);

        Assert.True(guard.Accepts(1e30, 1));
    }

    [Fact]
    public void Old_losses_are_forgotten()
    {
        LossGuard guard = Steady(10 * LossGuard.Window, limit: 10);
        for (int i = 0; i < LossGuard.Window; i++) guard.Accepts(2 + (0.01 * i), 1);

        Assert.Equal(Enumerable.Range(0, LossGuard.Window).Select(i => 2 + (0.01 * i)), guard.State().Losses);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(LossGuard.Window)]
    [InlineData(LossGuard.Window + 7)]
    public void What_goes_on_from_a_checkpoint_judges_the_same(int steps)
    {
        LossGuard first = Steady(steps, limit: 5);
        first.Accepts(double.NaN, 1);
        var second = new LossGuard(limit: 5);
        second.Restore(first.State());

        Assert.Equal(first.State().Losses, second.State().Losses);
        Assert.Equal(1, second.InARow);
        for (int i = 0; i < 200; i++)
        {
            double loss = 3 + (0.7 * Math.Sin(i * i));
            Assert.Equal(first.Accepts(loss, 1), second.Accepts(loss, 1));
            Assert.Equal(first.Ceiling, second.Ceiling);
        }
    }

    [Fact]
    public void Each_return_halves_the_rate()
    {
        LossGuard guard = Steady(LossGuard.Least, limit: 10);
        GuardState saved = guard.State();
        guard.Accepts(double.NaN, 1);

        guard.GoBack(saved);
        guard.GoBack(saved);

        Assert.Equal((0.25, 2, 0), (guard.RateFactor, guard.Returns, guard.InARow));
        Assert.Equal(saved.Losses, guard.State().Losses);
        Assert.Equal(0.25, guard.State().RateFactor);
    }

    [Fact]
    public void A_state_that_was_changed_by_hand_does_no_harm()
    {
        var guard = new LossGuard(limit: 10);
        guard.Restore(new GuardState
        {
            Losses = [.. Enumerable.Repeat(1d, 1000)],
            InARow = -5,
            RateFactor = -2,
            Returns = -1,
        });

        Assert.Equal((1d, 0, 0), (guard.RateFactor, guard.InARow, guard.Returns));
        Assert.Equal(LossGuard.Window, guard.State().Losses.Count);
        guard.Restore(null);
        Assert.Empty(guard.State().Losses);
    }

    private static LossGuard Steady(int steps, double limit)
    {
        var guard = new LossGuard(limit);
        for (int i = 0; i < steps; i++) Assert.True(guard.Accepts(2.9 + (0.1 * (i % 3)), 1));
        return guard;
    }
}
