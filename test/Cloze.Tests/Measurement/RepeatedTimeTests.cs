using Cloze.Measurement;
using Xunit;

namespace Cloze.Tests.Measurement;

public class RepeatedTimeTests
{
    [Theory]
    [InlineData(new[] { 3.0, 1.0, 2.0 }, 2, 1, 3)]
    [InlineData(new[] { 4.0, 1.0, 2.0, 8.0 }, 3, 1, 8)]
    [InlineData(new[] { 5.0 }, 5, 5, 5)]
    public void TheMedianIsTheMiddle(double[] times, double median, double fastest, double slowest) =>
        Assert.Equal(new RepeatedTime(median, fastest, slowest, times.Length), RepeatedTime.Of([.. times]));

    [Fact]
    public void TheSpreadIsAShareOfTheMedian() => Assert.Equal(1.5, new RepeatedTime(2, 1, 4, 3).Spread);

    [Fact]
    public void WarmUpsRunButDoNotCount()
    {
        int runs = 0;
        var options = new RepeatOptions { WarmUps = 3, WarmUpSeconds = 0, Fewest = 4, Seconds = 0 };
        Assert.Equal(4, RepeatedTime.Measure(() => runs++, options).Repeats);
        Assert.Equal(7, runs);
    }

    [Fact]
    public void TheMostIsNeverExceeded()
    {
        var options = new RepeatOptions { WarmUps = 0, WarmUpSeconds = 0, Fewest = 1, Most = 6, Seconds = 1e9 };
        Assert.Equal(6, RepeatedTime.Measure(() => { }, options).Repeats);
    }

    [Fact]
    public void ACancelledMeasurementEnds()
    {
        using var cancellation = new CancellationTokenSource();
        int runs = 0;
        void Run()
        {
            if (++runs == 2) cancellation.Cancel();
        }

        Assert.Throws<OperationCanceledException>(
            () => RepeatedTime.Measure(Run, new RepeatOptions(), cancellation.Token));
        Assert.Equal(2, runs);
    }
}
