namespace Cloze.Text;

/// <summary>The cut that a tokenizer was saved with.</summary>
/// <param name="MaximumLength">The longest result, special tokens counted.</param>
/// <param name="Strategy">Which part is cut.</param>
/// <param name="Left">Whether tokens are cut at the beginning of a part.</param>
/// <param name="Stride">Kept for others that read it: overlap of what is cut off, which is not returned here.</param>
internal sealed record Truncation(int MaximumLength, TruncationStrategy Strategy, bool Left = false, int Stride = 0)
{
    /// <summary>
    /// How many tokens of each part stay; <paramref name="second"/> is negative where there is no second part.
    /// </summary>
    /// <param name="first">Tokens of the first part.</param>
    /// <param name="second">Tokens of the second part.</param>
    /// <param name="special">Special tokens that will be added.</param>
    /// <exception cref="ClozeException">The part that may be cut is not longer than what must go.</exception>
    public (int First, int Second) Lengths(int first, int second, int special)
    {
        int room = MaximumLength - special;
        int excess = first + Math.Max(second, 0) - room;
        if (Strategy == TruncationStrategy.None || room < 0 || excess <= 0) return (first, second);
        if (room == 0) return (0, Math.Min(second, 0));
        switch (Strategy)
        {
            case TruncationStrategy.OnlyFirst:
                return (Shorten("first", first, excess), second);
            case TruncationStrategy.OnlySecond:
                return (first, Shorten("second", second, excess));
            default:
                return second < 0 ? (first - excess, second) : Halve(first, second, room);
        }
    }

    // The shorter part stays whole while it has at most half the room; the odd token goes to the longer, or to the
    // second.
    private static (int First, int Second) Halve(int first, int second, int room)
    {
        int shorter = Math.Min(Math.Min(first, second), room / 2);
        return first > second ? (room - shorter, shorter) : (shorter, room - shorter);
    }

    private int Shorten(string part, int length, int excess)
    {
        if (length > excess) return length - excess;
        string found = length < 0
            ? "there is no second text"
            : $"it has {length} tokens, of which {excess} would have to go";
        throw new ClozeException(
            $"Cannot cut the {part} text to fit {MaximumLength} tokens: {found}.",
            "Allow a greater length, or let the longest text be cut first.");
    }
}
