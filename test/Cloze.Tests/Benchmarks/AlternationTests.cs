using Cloze.Benchmarks.EndToEnd.Reporting;
using Xunit;

namespace Cloze.Tests.Benchmarks;

public class AlternationTests
{
    // The machine is looked at three times first, and before and after each run.
    private static readonly double[] s_first = [100, 100, 100];

    [Fact]
    public void OnAWholeMachineEveryRoundRunsOnce()
    {
        var machine = new FakeMachine();
        var alternation = Alternation.Of(machine.Options(2, 10), [machine.Counting("Cloze"), machine.Counting("peer")]);
        Assert.Null(alternation.Doubt);
        Assert.Equal([[1, 2], [1, 2]], Figures(alternation));
        Assert.DoesNotContain(machine.Said, line => line.Contains("again"));
    }

    [Fact]
    public void ARunBesideAFallenPeakIsDoneAgainAndSaidSo()
    {
        var machine = new FakeMachine([.. s_first, 100, 50]);
        ReportOptions options = machine.Options(1, 10);
        var alternation = Alternation.Of(options, [machine.Counting("Cloze")]);
        Assert.Equal([[2]], Figures(alternation));
        Assert.Null(alternation.Doubt);
        Assert.Contains("Cloze again: the peak beside it was 50 of 100 GFLOP/s.", machine.Said);
        Assert.Equal(1, options.Machine.Repeated);
    }

    [Fact]
    public void WhenTheRowsTimeIsOverTheBestRunCountsAndIsMarked()
    {
        var machine = new FakeMachine([.. s_first, 60, 60, 70, 80, 50, 50]);
        var alternation = Alternation.Of(
            machine.Options(2, 12), [machine.Counting("Cloze"), machine.Counting("peer", minutes: 9)]);
        Assert.Equal([[2], [1]], Figures(alternation));
        Assert.Equal("Cloze ran beside 70 % of the peak, 1 of 2 rounds", alternation.Doubt);
        Assert.Contains(
            "Cloze given up as its share of the row's time is over: the peak beside it was 50 of 100 GFLOP/s.",
            machine.Said);
    }

    [Fact]
    public void FiveTriesAreEnough()
    {
        var machine = new FakeMachine([.. s_first, .. Enumerable.Repeat(80.0, 10)]);
        var alternation = Alternation.Of(machine.Options(1, 60), [machine.Counting("Cloze")]);
        Assert.Equal([[1]], Figures(alternation));
        Assert.Equal("Cloze ran beside 80 % of the peak", alternation.Doubt);
        Assert.Contains("Cloze given up after 5 tries: the peak beside it was 80 of 100 GFLOP/s.", machine.Said);
    }

    [Fact]
    public void APeerThatFailsIsLeftOutAndClozeGoesOn()
    {
        var machine = new FakeMachine();
        var peer = new Contestant("peer", _ => throw new ClozeException("It broke.", "Mend it."));
        var alternation = Alternation.Of(machine.Options(2, 10), [machine.Counting("Cloze"), peer]);
        Assert.Equal([[1, 2], []], Figures(alternation));
        Assert.Null(alternation.Doubt);
        Assert.Contains("peer is left out. It broke.", machine.Said);
    }

    private static int[][] Figures(Alternation alternation) =>
        [.. alternation.Runs.Select(runs => runs.Select(lines => lines[0].GetInt32()).ToArray())];
}
