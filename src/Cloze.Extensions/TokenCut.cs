using Cloze.Text;

namespace Cloze.Extensions;

/// <summary>
/// The first or the last tokens of a text, and where the text is cut for them: never inside a character of which
/// several tokens are parts, as a Hangul syllable's letters may be.
/// </summary>
/// <param name="ids">The ids that are kept, <c>[T]</c>.</param>
/// <param name="offsets">Where they stand in the text, <c>[T]</c>.</param>
/// <param name="index">Before it, or from the end from it on, the text has these tokens.</param>
internal readonly ref struct TokenCut(ReadOnlySpan<int> ids, ReadOnlySpan<TextSpan> offsets, int index)
{
    /// <summary>The ids that are kept, <c>[T]</c>.</summary>
    public ReadOnlySpan<int> Ids { get; } = ids;

    /// <summary>Where they stand in the text, <c>[T]</c>.</summary>
    public ReadOnlySpan<TextSpan> Offsets { get; } = offsets;

    /// <summary>Before it, or from the end from it on, the text has these tokens.</summary>
    public int Index { get; } = index;

    /// <summary>Cuts the tokens of a text.</summary>
    /// <param name="tokens">All of them.</param>
    /// <param name="length">The text's length.</param>
    /// <param name="most">The most tokens that are kept.</param>
    /// <param name="fromEnd">Whether the last ones are kept.</param>
    public static TokenCut Of(TokenBuffer tokens, int length, int most, bool fromEnd)
    {
        int count = tokens.Count;
        ReadOnlySpan<int> ids = tokens.Ids;
        ReadOnlySpan<TextSpan> offsets = tokens.Offsets;
        if (count <= most) return new TokenCut(ids, offsets, fromEnd ? 0 : length);
        int place = fromEnd ? count - most : most;
        while (place > 0 && place < count && offsets[place].Start < offsets[place - 1].End) place += fromEnd ? 1 : -1;
        if (fromEnd) return new TokenCut(ids[place..], offsets[place..], place < count ? offsets[place].Start : length);
        return new TokenCut(ids[..place], offsets[..place], place > 0 ? offsets[place - 1].End : 0);
    }
}
