namespace Cloze.Masking;

/// <summary>Draws the masks of one sentence as training does, for a person to look at.</summary>
internal static class MaskDraw
{
    /// <summary>
    /// 15 % of the ordinary tokens, at least one: of these 80 % become the mask, 10 % a random piece, 10 % stay.
    /// </summary>
    /// <param name="pieces">The vocabulary.</param>
    /// <param name="ids">The sentence, special tokens included.</param>
    /// <param name="seed">The same seed gives the same masks.</param>
    public static MaskPlan[] Draw(PieceTable pieces, ReadOnlySpan<int> ids, ulong seed)
    {
        int[] truth = ids.ToArray(), input = ids.ToArray();
        int[] positions = new int[ids.Length], labels = new int[ids.Length];
        var random = new KeyedRandom(seed, RandomPurpose.Masks, 0, 0);
        int count = new Masker(pieces, new MaskingOptions()).Mask(random, input, positions, labels);
        MaskKind Kind(int position) =>
            input[position] == pieces.MaskId ? MaskKind.Mask
            : input[position] == truth[position] ? MaskKind.Kept
            : MaskKind.Random;
        return [.. positions.Take(count).Select(position => new MaskPlan(position, Kind(position), input[position]))];
    }
}
