using System.Globalization;

namespace Cloze.Text;

/// <summary>
/// What the steps of a normaliser make of each character of the basic plane, found when a page of 256 is first asked
/// for. A character is known by itself where it is a cluster of its own (UAX 29) before every step and whatever stands
/// beside it: then no step joins it with another, orders it among marks or composes it with one.
/// </summary>
/// <param name="steps">The steps.</param>
/// <param name="mark">What begins words; it is not known by itself.</param>
internal sealed class CharacterMap(IReadOnlyList<NormalizerStep> steps, char mark)
{
    private const int PageBits = 8;

    private readonly Page?[] _pages = new Page?[1 << (16 - PageBits)];

    /// <summary>What becomes of a character.</summary>
    /// <param name="character">The character.</param>
    /// <param name="written">The text that it becomes, where it becomes one.</param>
    public WordCharacter Find(char character, out string? written)
    {
        Page page = _pages[character >> PageBits] ?? Fill(character >> PageBits);
        int place = character & ((1 << PageBits) - 1);
        written = page.Written[place];
        return page.Kinds[place];
    }

    /// <summary>Whether a character is known by itself, so that text may be cut at a space beside it.</summary>
    public bool IsKnown(char character) => Find(character, out _) != WordCharacter.Other;

    private Page Fill(int number)
    {
        var page = new Page();
        for (int place = 0; place < page.Kinds.Length; place++)
        {
            page.Kinds[place] = Classify((char)((number << PageBits) + place), out page.Written[place]);
        }

        // Threads that come at once make the same page.
        Volatile.Write(ref _pages[number], page);
        return page;
    }

    private WordCharacter Classify(char character, out string? written)
    {
        written = null;
        if (char.IsSurrogate(character)) return WordCharacter.Other;
        var text = new AlignedText([character], 0);
        bool isSearched = false, isPlain = IsPlain(text.Characters);
        foreach (NormalizerStep step in steps)
        {
            if (!isPlain) return WordCharacter.Other;
            if (step is ReplaceStep { Pattern: StringPattern pattern })
            {
                isSearched |= pattern.HasAnyOf(text.Characters);
                continue;
            }

            text = step.Apply(text);
            isPlain = IsPlain(text.Characters);
        }

        if (!isPlain) return WordCharacter.Other;
        if (isSearched) return WordCharacter.Searched;
        if (text.Characters is [char one] && one == character) return WordCharacter.Kept;
        written = text.Characters.ToString();
        return WordCharacter.Written;
    }

    private bool IsPlain(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Contains(mark)) return false;
        foreach (System.Text.Rune rune in text.EnumerateRunes())
        {
            bool isWhite = CharacterTable.Plain(rune.Value) == CharacterKind.Separator
                || (UnicodeData.Properties(rune.Value) & (CharacterProperties.White | CharacterProperties.Space)) != 0;
            if (isWhite) return false;
        }

        System.Text.Rune.DecodeFromUtf16(text, out System.Text.Rune first, out _);
        return UnicodeData.MarkOrder(first.Value) == 0 && IsApart(text, "a") && IsApart(text, "\uAC00");
    }

    // Nothing joins across the ends: neither a letter nor a syllable that takes one more jamo.
    private static bool IsApart(ReadOnlySpan<char> text, string beside)
    {
        Span<char> both = stackalloc char[64];
        if (text.Length + 1 > both.Length) return false;
        both = both[..(text.Length + 1)];
        both[0] = beside[0];
        text.CopyTo(both[1..]);
        if (StringInfo.GetNextTextElementLength(both) != 1) return false;
        text.CopyTo(both);
        both[^1] = beside[0];
        int at = 0;
        while (at < text.Length) at += StringInfo.GetNextTextElementLength(both[at..]);
        return at == text.Length;
    }

    private sealed class Page
    {
        public WordCharacter[] Kinds { get; } = new WordCharacter[1 << PageBits];

        public string?[] Written { get; } = new string?[1 << PageBits];
    }
}
