using Cloze.Masking;
using Cloze.Tests.Data;
using Xunit;

namespace Cloze.Tests.Masking;

/// <summary>Whole words, statistically: every bound is five standard deviations of independent draws.</summary>
public class WholeWordTests
{
    private static readonly MaskingOptions s_words = new() { Strategy = MaskingStrategy.WholeWord };

    [Theory]
    [InlineData(0.15)]
    [InlineData(0.3)]
    public void WordsAreHiddenWholeAtTheRate(double rate)
    {
        int ordinary = 0, chosen = 0;
        for (int row = 0; row < 3000; row++)
        {
            Masked masked = Mask(row, 60, s_words with { MaskRate = rate });
            ordinary += masked.Before.Length - 2;
            chosen += masked.Positions.Length;
            var positions = masked.Positions.ToHashSet();
            Every.Item(WordCorpus.Words(masked.Before), word => Assert.True(
                Enumerable.Range(word.Start, word.End - word.Start).Select(positions.Contains).Distinct().Count() == 1,
                $"The word at {word.Start} of row {row} is hidden in part."));
        }

        // A word that has no room is left out, so that the number may be a little under what is asked for.
        Assert.InRange((double)chosen / ordinary, rate - 0.003, rate + 0.001);
    }

    [Fact]
    public void EachPieceOfAWordHasItsOwnDraw()
    {
        int mask = 0, random = 0, kept = 0, mixed = 0, longWords = 0;
        for (int row = 0; row < 6000; row++)
        {
            Masked masked = Mask(row, 60, s_words);
            (int masks, int randoms, int keeps) = masked.Kinds(TinyCorpus.MaskId);
            (mask, random, kept) = (mask + masks, random + randoms, kept + keeps);
            foreach ((int start, int end) in WordCorpus.Words(masked.Before).Where(word => word.End - word.Start == 2))
            {
                if (!masked.Positions.Contains(start)) continue;
                longWords++;
                bool first = masked.After[start] == TinyCorpus.MaskId;
                if (first != (masked.After[end - 1] == TinyCorpus.MaskId)) mixed++;
            }
        }

        int all = mask + random + kept;
        Statistic.AssertShare(0.8, mask, all);
        Statistic.AssertShare(0.1, kept, all);
        Statistic.AssertShare(0.1, random, all);
        Statistic.AssertShare(2 * 0.8 * 0.2, mixed, longWords);
    }

    [Fact]
    public void EveryWordOfOneLengthIsChosenEquallyOften()
    {
        int[] ids = [2, .. Enumerable.Range(0, 20).SelectMany(word => new[] { 10 + word, 600 + word }), 3];
        int[] times = new int[ids.Length];
        for (int row = 0; row < 10_000; row++)
        {
            Masked masked = Masked.Of(WordCorpus.Pieces, s_words, ids, row);
            Assert.Equal(6, masked.Positions.Length);
            foreach (int position in masked.Positions) times[position]++;
        }

        Every.Item(times[1..41], count => Assert.InRange(count, 1500 - 180, 1500 + 180));
    }

    [Fact]
    public void ASequenceOfOneLongWordIsHiddenWhole()
    {
        int[] ids = [2, 10, 600, 601, 602, 3];
        Assert.Equal([1, 2, 3, 4], Masked.Of(WordCorpus.Pieces, s_words, ids, 0).Positions);
        Assert.Equal(6, new Masker(WordCorpus.Pieces, s_words).MostMasked(6, 6));
    }

    [Fact]
    public void OfWordsThatAreAllTooLongAShortestIsTaken()
    {
        int[] ids = [2, 10, 600, 601, 11, 600, 12, 601, 602, 13, 603, 3];
        for (int row = 0; row < 50; row++)
        {
            int[] positions = Masked.Of(WordCorpus.Pieces, s_words, ids, row).Positions;
            Assert.True(positions is [4, 5] or [9, 10], string.Join(' ', positions));
        }
    }

    [Fact]
    public void APieceThatContinuesNothingIsAWord()
    {
        int[] ids = [2, 600, 601, 1, 602, 603, 3, 604, 3];
        var seen = new HashSet<string>();
        for (int row = 0; row < 200; row++)
        {
            seen.Add(string.Join(' ', Masked.Of(
                WordCorpus.Pieces, s_words with { MaskRate = 0.4 }, ids, row).Positions));
        }

        Assert.Equal(["1 2", "4 5", "7"], seen.Order());
    }

    [Fact]
    public void WordsOfATokenizerBeginWhereItsPrefixIsNot()
    {
        PieceTable pieces = PieceTable.From(Cloze.Text.Vocabulary.Create(
            [.. new Cloze.Text.SpecialTokens().All, "##", "un", "##able", "able"]));
        Assert.Equal(
            [false, false, true, false], Enumerable.Range(5, 4).Select(pieces.Continues));
    }

    private static Masked Mask(int row, int words, MaskingOptions options) =>
        Masked.Of(WordCorpus.Pieces, options, WordCorpus.Sequence(row, words), row);
}
