namespace Cloze.Masking;

/// <summary>
/// A sequence as a strategy sees it: words, and units of one or more words that are chosen together. The memory is the
/// caller's; every part has room for one number a token.
/// </summary>
/// <remarks>
/// A word is an ordinary piece with the pieces after it that continue it; by single tokens each piece is a word. A unit
/// is a word, or a span of as many words as a draw says. Spans lie side by side from the first word on, so that each
/// word is in one of them, those at the ends of a text, too; none reaches over a special piece.
/// </remarks>
internal readonly ref struct MaskUnits
{
    private readonly Span<int> _wordStarts;
    private readonly Span<int> _wordEnds;
    private readonly Span<int> _unitStarts;

    private MaskUnits(Span<int> wordStarts, Span<int> wordEnds, Span<int> unitStarts)
    {
        _wordStarts = wordStarts;
        _wordEnds = wordEnds;
        _unitStarts = unitStarts;
    }

    /// <summary>Number of words.</summary>
    public int WordCount => _wordStarts.Length;

    /// <summary>Number of units.</summary>
    public int Count => _unitStarts.Length;

    /// <summary>Finds the words and units of a sequence.</summary>
    /// <param name="pieces">The vocabulary.</param>
    /// <param name="ids">The sequence.</param>
    /// <param name="strategy">What is hidden together.</param>
    /// <param name="random">Draws the lengths of spans.</param>
    /// <param name="memory">Three numbers a token.</param>
    public static MaskUnits Find(
        PieceTable pieces,
        ReadOnlySpan<int> ids,
        MaskingStrategy strategy,
        ref KeyedRandom random,
        Span<int> memory)
    {
        Span<int> starts = memory[..ids.Length], ends = memory.Slice(ids.Length, ids.Length);
        int words = FindWords(pieces, ids, byToken: strategy == MaskingStrategy.Token, starts, ends);
        starts = starts[..words];
        ends = ends[..words];
        Span<int> units = memory.Slice(2 * ids.Length, ids.Length);
        int count = strategy == MaskingStrategy.Span ? Tile(starts, ends, ref random, units) : Each(words, units);
        return new MaskUnits(starts, ends, units[..count]);
    }

    /// <summary>Tokens of a word.</summary>
    public int Length(int word) => _wordEnds[word] - _wordStarts[word];

    /// <summary>The place of a word's first token.</summary>
    public int Start(int word) => _wordStarts[word];

    /// <summary>The place after a word's last token.</summary>
    public int End(int word) => _wordEnds[word];

    /// <summary>The words of a unit.</summary>
    public (int First, int End) Words(int unit) =>
        (_unitStarts[unit], unit + 1 < _unitStarts.Length ? _unitStarts[unit + 1] : WordCount);

    private static int FindWords(
        PieceTable pieces, ReadOnlySpan<int> ids, bool byToken, Span<int> starts, Span<int> ends)
    {
        int count = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            if (pieces.IsSpecial(ids[i])) continue;
            bool goesOn = !byToken && count > 0 && ends[count - 1] == i && pieces.Continues(ids[i]);
            if (!goesOn) starts[count++] = i;
            ends[count - 1] = i + 1;
        }

        return count;
    }

    private static int Each(int words, Span<int> units)
    {
        for (int word = 0; word < words; word++) units[word] = word;
        return words;
    }

    private static int Tile(ReadOnlySpan<int> starts, ReadOnlySpan<int> ends, ref KeyedRandom random, Span<int> units)
    {
        int count = 0, left = 0;
        for (int word = 0; word < starts.Length; word++)
        {
            bool isApart = word > 0 && starts[word] != ends[word - 1];
            if (left == 0 || isApart)
            {
                units[count++] = word;
                left = SpanLength.Draw(ref random);
            }

            left--;
        }

        return count;
    }
}
