using Cloze.Masking;

namespace Cloze.Tests.Masking;

/// <summary>A sequence before and after it was masked.</summary>
internal sealed record Masked(int[] Before, int[] After, int[] Positions)
{
    /// <summary>Masks a sequence, and checks what holds of every strategy.</summary>
    public static Masked Of(
        PieceTable pieces, MaskingOptions options, int[] ids, int row, uint epoch = 0, double? rate = null)
    {
        var masker = new Masker(pieces, options);
        int[] after = [.. ids], positions = new int[ids.Length], labels = new int[ids.Length];
        var random = new KeyedRandom(7, RandomPurpose.Masks, epoch, (ulong)row);
        int count = masker.Mask(random, rate ?? options.MaskRate, after, positions, labels);
        var masked = new Masked(ids, after, positions[..count]);
        masked.Check(pieces, labels[..count]);
        return masked;
    }

    /// <summary>How many of the positions became the mask, another piece, or stayed.</summary>
    public (int Mask, int Random, int Kept) Kinds(int maskId) => (
        Positions.Count(i => After[i] == maskId),
        Positions.Count(i => After[i] != maskId && After[i] != Before[i]),
        Positions.Count(i => After[i] == Before[i]));

    private void Check(PieceTable pieces, int[] labels)
    {
        Xunit.Assert.Equal(Positions.Order().Distinct(), Positions);
        Xunit.Assert.Equal(Positions.Select(i => Before[i]), labels);
        var chosen = Positions.ToHashSet();
        for (int i = 0; i < Before.Length; i++)
        {
            if (chosen.Contains(i))
            {
                Xunit.Assert.False(pieces.IsSpecial(Before[i]));
                Xunit.Assert.True(After[i] == pieces.MaskId || !pieces.IsSpecial(After[i]));
            }
            else
            {
                Xunit.Assert.Equal(Before[i], After[i]);
            }
        }
    }
}
