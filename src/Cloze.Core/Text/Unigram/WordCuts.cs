using System.Globalization;

namespace Cloze.Text;

/// <summary>Where text may be cut at a space: where neither the character before it nor that behind joins it.</summary>
/// <param name="map">Knows characters that join nothing.</param>
internal sealed class WordCuts(CharacterMap map)
{
    private const char LastOfAscii = '\u007F';

    /// <summary>Where the spaces end that begin at a place.</summary>
    public static int EndOfSpaces(ReadOnlySpan<char> text, int start)
    {
        int at = start;
        while (at < text.Length && text[at] == ' ') at++;
        return at;
    }

    /// <summary>Where a word ends: at a space at which the text may be cut, or with the text.</summary>
    public int EndOfWord(ReadOnlySpan<char> text, int start)
    {
        for (int end = start; ;)
        {
            int distance = text[end..].IndexOf(' ');
            if (distance < 0) return text.Length;
            end += distance;
            int next = EndOfSpaces(text, end);
            if (IsApartBefore(text, end) && (next == text.Length || IsApartBehind(text, next))) return end;
            end = next;
        }
    }

    private bool IsApartBefore(ReadOnlySpan<char> text, int space)
    {
        char last = text[space - 1];
        if (last <= LastOfAscii || map.IsKnown(last)) return true;
        int start = space > 1 && char.IsLowSurrogate(last) && char.IsHighSurrogate(text[space - 2])
            ? space - 2
            : space - 1;
        return StringInfo.GetNextTextElementLength(text[start..(space + 1)]) == space - start;
    }

    private bool IsApartBehind(ReadOnlySpan<char> text, int start)
    {
        char first = text[start];
        if (first <= LastOfAscii || map.IsKnown(first)) return true;
        int units = char.IsHighSurrogate(first) && start + 1 < text.Length ? 2 : 1;
        return StringInfo.GetNextTextElementLength(text.Slice(start - 1, units + 1)) == 1;
    }
}
