namespace Cloze.Predictions;

/// <summary>A mask in a text, and the texts that have several masks in its place.</summary>
/// <param name="Ids">The text, masks in place, [T].</param>
/// <param name="Types">The token types, [T].</param>
/// <param name="Position">The mask.</param>
internal sealed record MaskSlot(int[] Ids, int[] Types, int Position)
{
    /// <summary>The text with some pieces and then masks in place of the mask, [T - 1 + count].</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="count">How many pieces and masks there are together.</param>
    public int[] Widen(ReadOnlySpan<int> pieces, int count)
    {
        int[] wide = new int[Ids.Length - 1 + count];
        Ids.AsSpan(0, Position).CopyTo(wide);
        wide.AsSpan(Position, count).Fill(Ids[Position]);
        pieces.CopyTo(wide.AsSpan(Position));
        Ids.AsSpan(Position + 1).CopyTo(wide.AsSpan(Position + count));
        return wide;
    }

    /// <summary>The token types of such a text.</summary>
    public int[] WidenTypes(int count)
    {
        int[] wide = new int[Types.Length - 1 + count];
        Types.AsSpan(0, Position).CopyTo(wide);
        wide.AsSpan(Position, count).Fill(Types[Position]);
        Types.AsSpan(Position + 1).CopyTo(wide.AsSpan(Position + count));
        return wide;
    }

    /// <summary>A search for the likeliest words of some pieces in the mask's place.</summary>
    /// <param name="count">How many pieces: the first begins a word, the others go on with it.</param>
    /// <param name="pieces">The pieces of the vocabulary.</param>
    /// <param name="vocabulary">How many there are.</param>
    /// <param name="width">How many beginnings are kept.</param>
    public BeamSearch Words(int count, PieceKinds pieces, int vocabulary, int width)
    {
        var starts = new Choice(vocabulary, pieces.Starts, width);
        var continuations = new Choice(vocabulary, pieces.Continuations, width);
        int[] positions = [.. Enumerable.Range(Position, count)];
        return new BeamSearch(
            Widen([], count),
            WidenTypes(count),
            positions,
            mask => mask == 0 ? starts : continuations,
            width);
    }
}
