using Cloze.Evaluation;
using Xunit;

namespace Cloze.Tests.Evaluation;

public sealed class PairedBootstrapTests
{
    private static readonly Func<TextSums, double>[] s_loss = [sums => sums.MeanLoss];

    [Fact]
    public void ADifferenceThatIsTheSameEverywhereHasNoWidth()
    {
        TextSums[] first = Documents(i => i % 5);
        TextSums[] second = [.. first.Select(sums => sums with { Loss = sums.Loss + sums.Masked })];
        (double low, double high) = PairedBootstrap.Intervals(first, second, s_loss)![0];
        Assert.Equal(1, low, 1e-12);
        Assert.Equal(1, high, 1e-12);
    }

    [Fact]
    public void TheIntervalIsThatOfTheNormalDistribution()
    {
        // 400 documents of one token: the mean of their differences has a standard error that is known.
        TextSums[] first = Documents(_ => 0);
        TextSums[] second = Documents(i => (i * 37 % 101) / 10.0);
        double mean = second.Average(sums => sums.Loss);
        double variance = second.Sum(sums => Math.Pow(sums.Loss - mean, 2)) / (second.Length - 1);
        double half = 1.96 * Math.Sqrt(variance / second.Length);
        (double low, double high) = PairedBootstrap.Intervals(first, second, s_loss)![0];
        Assert.Equal(mean - half, low, 0.08 * half);
        Assert.Equal(mean + half, high, 0.08 * half);
        Assert.Equal((low, high), PairedBootstrap.Intervals(first, second, s_loss)![0]);
    }

    [Fact]
    public void ForTheOtherModelFirstTheIntervalTurnsRound()
    {
        TextSums[] first = Documents(i => i % 7), second = Documents(i => i % 3);
        (double low, double high) = PairedBootstrap.Intervals(first, second, s_loss)![0];
        Assert.Equal((-high, -low), PairedBootstrap.Intervals(second, first, s_loss)![0]);
        Assert.True(low < high);
    }

    [Fact]
    public void OneDocumentHasNoInterval() =>
        Assert.Null(PairedBootstrap.Intervals(Documents(_ => 1)[..1], Documents(_ => 2)[..1], s_loss));

    [Fact]
    public void VeryManyDocumentsAreDrawnInNeighbourhoods()
    {
        TextSums[] first = [.. Enumerable.Repeat(new TextSums(1, 1, 0, 0, 1, 1), 50_000)];
        TextSums[] second = [.. first.Select(sums => sums with { Loss = 3 })];
        (double low, double high) = PairedBootstrap.Intervals(first, second, s_loss)![0];
        Assert.Equal((2, 2), (low, high));
    }

    private static TextSums[] Documents(Func<int, double> loss) =>
        [.. Enumerable.Range(0, 400).Select(i => new TextSums(loss(i), 1, 0, 0, 1, 1))];
}
