using Cloze.Masking;
using Cloze.Tests.Data;
using Xunit;

namespace Cloze.Tests.Masking;

/// <summary>Spans as SpanBERT has them, statistically.</summary>
public class SpanTests
{
    private static readonly MaskingOptions s_spans = new() { Strategy = MaskingStrategy.Span };

    [Fact]
    public void LengthsAreGeometricUpToTen()
    {
        const int draws = 200_000;
        int[] counts = new int[SpanLength.Longest + 1];
        var random = new KeyedRandom(1, RandomPurpose.MaskOrder, 0, 0);
        for (int i = 0; i < draws; i++) counts[SpanLength.Draw(ref random)]++;
        Assert.Equal(0, counts[0]);
        for (int length = 1; length <= SpanLength.Longest; length++)
        {
            double expected = 0.2 * Math.Pow(0.8, length - 1) / (1 - Math.Pow(0.8, 10));
            Assert.Equal(expected, SpanLength.Probability(length), 1e-12);
            Statistic.AssertShare(expected, counts[length], draws);
        }

        // The mean that the paper gives.
        double mean = counts.Select((count, length) => (double)count * length).Sum() / draws;
        Assert.Equal(3.8, mean, 0.03);
    }

    [Fact]
    public void ASequenceIsTiledBySpansOfTheseLengths()
    {
        int[] counts = new int[SpanLength.Longest + 1];
        int tiles = 0;
        for (int row = 0; row < 2000; row++)
        {
            int[] ids = WordCorpus.Sequence(row, 200);
            var random = new KeyedRandom(3, RandomPurpose.MaskOrder, 0, (ulong)row);
            var units = MaskUnits.Find(
                WordCorpus.Pieces, ids, MaskingStrategy.Span, ref random, new int[3 * ids.Length]);
            Assert.Equal(200, units.WordCount);
            for (int unit = 0; unit < 25; unit++, tiles++)
            {
                (int first, int end) = units.Words(unit);
                Assert.Equal(unit == 0 ? 0 : units.Words(unit - 1).End, first);
                counts[end - first]++;
            }
        }

        for (int length = 1; length <= SpanLength.Longest; length++)
        {
            Statistic.AssertShare(SpanLength.Probability(length), counts[length], tiles);
        }
    }

    [Theory]
    [InlineData(0.15)]
    [InlineData(0.3)]
    public void WholeWordsAreHiddenInRunsAtTheRate(double rate)
    {
        int ordinary = 0, chosen = 0, words = 0, runs = 0;
        for (int row = 0; row < 2000; row++)
        {
            Masked masked = Mask(row, 120, s_spans with { MaskRate = rate });
            ordinary += masked.Before.Length - 2;
            chosen += masked.Positions.Length;
            bool before = false;
            foreach ((int start, int end) in WordCorpus.Words(masked.Before))
            {
                int hidden = masked.Positions.Count(position => position >= start && position < end);
                Assert.True(hidden == 0 || hidden == end - start, $"A word of row {row} is hidden in part.");
                if (hidden > 0) words++;
                if (hidden > 0 && !before) runs++;
                before = hidden > 0;
            }
        }

        Assert.InRange((double)chosen / ordinary, rate - 0.003, rate + 0.001);

        // Spans that touch make longer runs; the last one of a sequence is cut.
        Assert.InRange((double)words / runs, 3.4, 6);
    }

    [Fact]
    public void OneDrawDecidesForAWholeSpan()
    {
        int mask = 0, random = 0, kept = 0, mixed = 0, pairs = 0;
        for (int row = 0; row < 20_000; row++)
        {
            // Two tokens of a hundred: a span of two, but for the few of one word.
            int[] ids = [2, .. Enumerable.Range(10, 100), 3];
            Masked masked = Masked.Of(WordCorpus.Pieces, s_spans with { MaskRate = 0.02 }, ids, row);
            Assert.Equal(2, masked.Positions.Length);
            if (masked.Positions[1] != masked.Positions[0] + 1) continue;
            pairs++;
            (int masks, int randoms, int keeps) = masked.Kinds(TinyCorpus.MaskId);
            if (masks == 1 || keeps == 1) mixed++;
            (mask, random, kept) = (mask + (masks / 2), random + (randoms / 2), kept + (keeps / 2));
        }

        Statistic.AssertShare(0.8, mask, mask + random + kept);
        Statistic.AssertShare(0.1, random, mask + random + kept);
        Statistic.AssertShare(0.1, kept, mask + random + kept);
        Assert.True(pairs > 14_000, $"{pairs} spans of two");
        Assert.True(mixed < pairs / 100, $"{mixed} of {pairs} spans of two have two kinds.");
    }

    [Fact]
    public void EveryWordIsChosenEquallyOftenThoseAtTheEndsToo()
    {
        const int rows = 20_000;
        int[] times = new int[62];
        for (int row = 0; row < rows; row++)
        {
            int[] ids = [2, .. Enumerable.Range(10, 60), 3];
            foreach (int position in Masked.Of(WordCorpus.Pieces, s_spans, ids, row).Positions) times[position]++;
        }

        // Ends of spans stay where one is cut, and the ends of the text are such: a little more often than 0.15.
        Every.Item(times[1..61], count => Assert.InRange((double)count / rows, 0.14, 0.17));
        Assert.Equal(0.15 * 60 * rows, times.Sum(), 1);
    }

    [Fact]
    public void NoSpanReachesOverASpecialPiece()
    {
        int[] ids = [2, .. Enumerable.Range(10, 4), 3, .. Enumerable.Range(20, 4), 3];
        for (int row = 0; row < 300; row++)
        {
            var random = new KeyedRandom(3, RandomPurpose.MaskOrder, 0, (ulong)row);
            var units = MaskUnits.Find(
                WordCorpus.Pieces, ids, MaskingStrategy.Span, ref random, new int[3 * ids.Length]);
            bool starts = false;
            for (int unit = 0; unit < units.Count; unit++) starts |= units.Words(unit).First == 4;
            Assert.True(starts, $"Row {row} has a span from one text into the other.");
        }
    }

    private static Masked Mask(int row, int words, MaskingOptions options) =>
        Masked.Of(WordCorpus.Pieces, options, WordCorpus.Sequence(row, words), row);
}
