using Cloze.Masking;
using Cloze.Tests.Data;
using CsCheck;
using Xunit;

namespace Cloze.Tests.Masking;

/// <summary>What holds of every sequence, rate and key.</summary>
public class MaskerPropertyTests
{
    private static readonly PieceTable s_pieces = TinyCorpus.Pieces(100);

    private static readonly Gen<(double Rate, int[] Ids, ulong Key)> s_sequences =
        Gen.Select(Gen.Double[0.001, 1], Gen.Int[0, 99].Array[0, 200], Gen.ULong);

    [Fact]
    public void OnlyOrdinaryPiecesAreChosenAndTheLabelsRestoreThem() => Property.Holds(s_sequences, 5_000, sample =>
    {
        (int[] ids, int[] positions, int[] labels) = Mask(sample.Rate, sample.Ids, sample.Key);
        Assert.Equal(positions.Order().Distinct(), positions);
        Assert.All(labels, label => Assert.False(s_pieces.IsSpecial(label)));
        foreach (int position in positions)
        {
            Assert.True(ids[position] == TinyCorpus.MaskId || !s_pieces.IsSpecial(ids[position]));
        }

        for (int i = 0; i < positions.Length; i++) ids[positions[i]] = labels[i];
        Assert.Equal(sample.Ids, ids);
    });

    [Fact]
    public void TheNumberIsTheRateRoundedUpOrDownAtLeastOne() => Property.Holds(s_sequences, 5_000, sample =>
    {
        int ordinary = sample.Ids.Count(id => !s_pieces.IsSpecial(id));
        int chosen = Mask(sample.Rate, sample.Ids, sample.Key).Positions.Length;
        double share = sample.Rate * ordinary;
        Assert.InRange(
            chosen,
            Math.Min(ordinary, Math.Max(1, (int)Math.Floor(share))),
            Math.Min(ordinary, Math.Max(1, (int)Math.Floor(share) + 1)));
    });

    [Fact]
    public void OneKeyAlwaysGivesTheSameMasks() => Property.Holds(s_sequences, 1_000, sample =>
    {
        (int[] ids, int[] positions, _) = Mask(sample.Rate, sample.Ids, sample.Key);
        (int[] again, int[] places, _) = Mask(sample.Rate, sample.Ids, sample.Key);
        Assert.Equal(ids, again);
        Assert.Equal(positions, places);
    });

    private static (int[] Ids, int[] Positions, int[] Labels) Mask(double rate, int[] sequence, ulong key)
    {
        var masker = new Masker(s_pieces, new MaskingOptions { MaskRate = rate });
        int[] ids = [.. sequence], positions = new int[ids.Length], labels = new int[ids.Length];
        int count = masker.Mask(new KeyedRandom(key, RandomPurpose.Masks, 0, 0), ids, positions, labels);
        return (ids, positions[..count], labels[..count]);
    }
}
