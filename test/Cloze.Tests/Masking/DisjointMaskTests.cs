using Cloze.Masking;
using Xunit;

namespace Cloze.Tests.Masking;

/// <summary>Masks that do not come again over epochs.</summary>
public class DisjointMaskTests
{
    public static TheoryData<MaskingStrategy> Strategies => new(Enum.GetValues<MaskingStrategy>());

    [Theory]
    [MemberData(nameof(Strategies))]
    public void NoTokenIsAskedForTwiceBeforeTheOrderIsThrough(MaskingStrategy strategy)
    {
        MaskingOptions options = Options(strategy, 0.3);
        int shortened = 0;
        for (int row = 0; row < 300; row++)
        {
            int[] ids = WordCorpus.Sequence(row, 40);
            for (uint round = 0; round < 3; round++)
            {
                var seen = new HashSet<int>();
                for (uint epoch = 3 * round; epoch < 3 * (round + 1); epoch++)
                {
                    int[] positions = Masked.Of(WordCorpus.Pieces, options, ids, row, epoch).Positions;
                    Every.Item(positions, at => Assert.True(seen.Add(at), $"{at} of row {row} again"));
                    if (positions.Length < (int)(0.3 * (ids.Length - 2)) - 3) shortened++;
                }
            }
        }

        Assert.True(shortened < 30, $"{shortened} of 2,700 sets are far under the rate.");
    }

    [Theory]
    [InlineData(0.25f, 4)]
    [InlineData(0.2f, 5)]
    [InlineData(0.5f, 2)]
    [InlineData(0.1f, 10)]
    public void WhereTheRateIsAPartOfOneEveryTokenIsAskedForOnce(float rate, int sets)
    {
        for (int tokens = 1; tokens < 60; tokens++)
        {
            int[] ids = [2, .. Enumerable.Range(10, tokens), 3];
            int epochs = Math.Min(sets, tokens);
            IEnumerable<int> all = Enumerable.Range(0, epochs).SelectMany(epoch => Masked.Of(
                WordCorpus.Pieces, Options(MaskingStrategy.Token, rate), ids, row: 1, (uint)epoch).Positions);
            Assert.Equal(Enumerable.Range(1, tokens), all.Order());
        }
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void TheRateIsTheSameAsWithMasksThatMayComeAgain(MaskingStrategy strategy)
    {
        long ordinary = 0, chosen = 0;
        for (int row = 0; row < 1500; row++)
        {
            int[] ids = WordCorpus.Sequence(row, 60);
            ordinary += ids.Length - 2;
            chosen += Masked.Of(WordCorpus.Pieces, Options(strategy, 0.15), ids, row, (uint)row % 6).Positions.Length;
        }

        Assert.InRange((double)chosen / ordinary, 0.145, 0.151);
    }

    [Fact]
    public void EveryTokenIsAskedForEquallyOftenInEverySet()
    {
        const int rows = 10_000;
        int[] ids = [2, .. Enumerable.Range(10, 20), 3];
        for (uint epoch = 0; epoch < 7; epoch++)
        {
            int[] times = new int[22];
            for (int row = 0; row < rows; row++)
            {
                int[] positions = Masked.Of(
                    WordCorpus.Pieces, Options(MaskingStrategy.Token, 0.15), ids, row, epoch).Positions;
                foreach (int position in positions) times[position]++;
            }

            Every.Item(times[1..21], count => Statistic.AssertShare(0.15, count, rows));
        }
    }

    [Fact]
    public void ANewOrderIsAnotherOne()
    {
        int[] ids = [2, .. Enumerable.Range(10, 40), 3];
        string Set(uint epoch) => string.Join(' ', Masked.Of(
            WordCorpus.Pieces, Options(MaskingStrategy.Token, 0.25), ids, row: 3, epoch).Positions);
        string[] sets = [.. Enumerable.Range(0, 40).Select(epoch => Set((uint)epoch))];
        Assert.Equal(40, sets.Distinct().Count());
        Assert.Equal(sets[17], Set(17));
    }

    [Fact]
    public void ARateThatFallsTakesFewerOfTheSameSets()
    {
        MaskingOptions options = Options(MaskingStrategy.WholeWord, 0.3);
        for (int row = 0; row < 200; row++)
        {
            int[] ids = WordCorpus.Sequence(row, 60);
            int[] high = Masked.Of(WordCorpus.Pieces, options, ids, row, epoch: 1).Positions;
            int[] low = Masked.Of(WordCorpus.Pieces, options, ids, row, epoch: 1, rate: 0.15).Positions;
            Assert.Subset(high.ToHashSet(), low.ToHashSet());
            Assert.InRange(low.Length, 0.15 * (ids.Length - 2) - 4, (0.15 * (ids.Length - 2)) + 1);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AShortSequenceHasOneMaskAtLeast(int tokens)
    {
        int[] ids = [2, .. Enumerable.Range(10, tokens), 3];
        for (uint epoch = 0; epoch < 12; epoch++)
        {
            Assert.Single(Masked.Of(
                WordCorpus.Pieces, Options(MaskingStrategy.Token, 0.15), ids, row: 5, epoch).Positions);
        }
    }

    private static MaskingOptions Options(MaskingStrategy strategy, double rate) =>
        new() { Strategy = strategy, MaskRate = rate, Disjoint = true };
}
