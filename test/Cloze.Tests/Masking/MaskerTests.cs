using Cloze.Masking;
using Cloze.Tests.Data;
using Xunit;

namespace Cloze.Tests.Masking;

public class MaskerTests
{
    [Theory]
    [InlineData(0.15)]
    [InlineData(0.3)]
    public void OverAMillionTokensTheSharesAreThoseAskedFor(double rate)
    {
        const int tokens = 1_000_000;
        PieceTable pieces = TinyCorpus.Pieces(10_000);
        var masker = new Masker(pieces, new MaskingOptions { MaskRate = rate });
        int[] ids = new int[127], positions = new int[127], labels = new int[127];
        int ordinary = 0, chosen = 0, masked = 0, kept = 0, replaced = 0;
        for (int row = 0; ordinary < tokens; row++)
        {
            int length = Fill(row, ids);
            int[] before = ids[..length];
            int count = masker.Mask(Stream(row), ids.AsSpan(0, length), positions, labels);
            ordinary += length - 2;
            chosen += count;
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(before[positions[i]], labels[i]);
                int now = ids[positions[i]];
                if (now == TinyCorpus.MaskId) masked++;
                else if (now == labels[i]) kept++;
                else replaced++;
                Assert.True(now == TinyCorpus.MaskId || !pieces.IsSpecial(now));
                before[positions[i]] = now;
            }

            Assert.Equal(before, ids[..length]);
        }

        // Bounds of about five standard deviations of independent draws; the choice itself varies less.
        AssertShare(rate, chosen, ordinary);
        AssertShare(0.8, masked, chosen);
        AssertShare(0.1, kept, chosen);
        AssertShare(0.1, replaced, chosen);
    }

    [Fact]
    public void EveryPositionIsChosenEquallyOften()
    {
        var masker = new Masker(TinyCorpus.Pieces(), new MaskingOptions());
        int[] times = new int[22];
        int[] positions = new int[22], labels = new int[22];
        for (int row = 0; row < 20_000; row++)
        {
            int[] ids = Sequence(20);
            int count = masker.Mask(Stream(row), ids, positions, labels);
            Assert.Equal(3, count);
            Assert.True(positions[0] < positions[1] && positions[1] < positions[2]);
            for (int i = 0; i < count; i++) times[positions[i]]++;
        }

        Assert.Equal(0, times[0]);
        Assert.Equal(0, times[21]);
        Every.Item(times[1..21], count => Assert.InRange(count, 2750, 3250));
    }

    [Fact]
    public void RandomPiecesCoverAllOrdinaryPiecesEvenly()
    {
        var options = new MaskingOptions { MaskRate = 1, MaskShare = 0, RandomShare = 1 };
        var masker = new Masker(TinyCorpus.Pieces(15), options);
        int[] counts = new int[15];
        int[] positions = new int[102], labels = new int[102];
        for (int row = 0; row < 100; row++)
        {
            int[] ids = [2, .. Enumerable.Repeat(7, 100), 3];
            Assert.Equal(100, masker.Mask(Stream(row), ids, positions, labels));
            foreach (int id in ids[1..^1]) counts[id]++;
        }

        Every.Item(counts[5..], count => Assert.InRange(count, 850, 1150));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 1, 1)]
    [InlineData(10, 1, 2)]
    [InlineData(20, 3, 3)]
    public void TheNumberChosenIsTheRateRoundedUpOrDownAtLeastOne(int words, int least, int most)
    {
        var masker = new Masker(TinyCorpus.Pieces(), new MaskingOptions());
        int[] positions = new int[30], labels = new int[30];
        var seen = new HashSet<int>();
        for (int row = 0; row < 200; row++) seen.Add(masker.Mask(Stream(row), Sequence(words), positions, labels));
        Assert.Equal(least, seen.Min());
        Assert.Equal(most, seen.Max());
    }

    [Fact]
    public void ASequenceOfSpecialPiecesHasNoMask()
    {
        var masker = new Masker(TinyCorpus.Pieces(), new MaskingOptions { MaskRate = 1 });
        int[] ids = [2, 4, 1, 3], positions = new int[4], labels = new int[4];
        Assert.Equal(0, masker.Mask(Stream(0), ids, positions, labels));
        Assert.Equal([2, 4, 1, 3], ids);
        Assert.Equal(0, masker.Mask(Stream(0), [], positions, labels));
    }

    [Fact]
    public void SpecialPiecesAmongTheWordsAreNeverChosen()
    {
        var options = new MaskingOptions { MaskRate = 1, MaskShare = 1, RandomShare = 0 };
        var masker = new Masker(TinyCorpus.Pieces(), options);
        int[] ids = [2, 7, 1, 8, 4, 9, 3], positions = new int[7], labels = new int[7];
        Assert.Equal(3, masker.Mask(Stream(0), ids, positions, labels));
        Assert.Equal([1, 3, 5], positions[..3]);
        Assert.Equal([7, 8, 9], labels[..3]);
        Assert.Equal([2, 4, 1, 4, 4, 4, 3], ids);
    }

    [Theory]
    [InlineData(0.15, 128)]
    [InlineData(0.3, 64)]
    [InlineData(0.5, 9)]
    [InlineData(1, 128)]
    public void NoSequenceGoesBeyondTheMostMasked(double rate, int longest)
    {
        var masker = new Masker(TinyCorpus.Pieces(), new MaskingOptions { MaskRate = rate });
        int[] positions = new int[longest], labels = new int[longest];
        for (int length = 3; length <= longest; length++)
        {
            for (int row = 0; row < 30; row++)
            {
                int count = masker.Mask(Stream(row), Sequence(length - 2), positions, labels);
                Assert.InRange(count, 1, masker.MostMasked(length, longest));
            }
        }

        Assert.InRange(masker.MostMasked(2048, longest), (int)(2048 * rate * (longest - 2) / longest), 2048);
    }

    [Theory]
    [InlineData(0, 0.8, 0.1, "mask rate is 0")]
    [InlineData(1.5, 0.8, 0.1, "mask rate is 1.5")]
    [InlineData(double.NaN, 0.8, 0.1, "mask rate is NaN")]
    [InlineData(0.15, -0.1, 0.1, "masked (-0.1)")]
    [InlineData(0.15, 0.8, 0.3, "replaced (0.3)")]
    public void OptionsOutOfRangeAreClearErrors(double rate, double mask, double random, string message)
    {
        var options = new MaskingOptions { MaskRate = rate, MaskShare = mask, RandomShare = random };
        Assert.Contains(message, Assert.Throws<ClozeException>(() => new Masker(TinyCorpus.Pieces(), options)).Message);
    }

    private static void AssertShare(double expected, int count, int total)
    {
        double bound = 5 * Math.Sqrt(expected * (1 - expected) / total);
        Assert.InRange((double)count / total, expected - bound, expected + bound);
    }

    private static int Fill(int row, int[] ids)
    {
        var random = new KeyedRandom(3, RandomPurpose.Weights, 0, (ulong)row);
        int length = 22 + random.NextInteger(106); // from 20 words on: shorter rows go above the rate by their one word
        ids[0] = TinyCorpus.ClassificationId;
        for (int i = 1; i < length - 1; i++) ids[i] = TinyCorpus.SpecialCount + random.NextInteger(9_995);
        ids[length - 1] = TinyCorpus.SeparatorId;
        return length;
    }

    private static int[] Sequence(int words) =>
        [TinyCorpus.ClassificationId, .. Enumerable.Range(7, words), TinyCorpus.SeparatorId];

    private static KeyedRandom Stream(int row) => new(1, RandomPurpose.Masks, 0, (ulong)row);
}
