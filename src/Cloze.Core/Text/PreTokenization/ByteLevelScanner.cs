using System.Text;

namespace Cloze.Text;

/// <summary>
/// GPT-2's words: what its expression
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c> matches, one after another. Every
/// character is in a word, and a space before a word belongs to it.
/// </summary>
internal static class ByteLevelScanner
{
    /// <summary>The expression, as files have it that say it themselves.</summary>
    public const string Expression =
        @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private static readonly TextClass[] s_ascii =
        [.. Enumerable.Range(0, 128).Select(scalar => UnicodeData.ClassOf(scalar))];

    /// <summary>Where the word ends that begins at a place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The place; inside the text.</param>
    public static int End(ReadOnlySpan<char> text, int start)
    {
        char first = text[start];
        if (first == '\'' && Contraction(text[(start + 1)..]) is int units and > 0) return start + 1 + units;
        int at = start + (first == ' ' ? 1 : 0);
        if (at == text.Length) return at;
        TextClass kind = ClassAt(text, at, out int length);
        return kind == TextClass.White ? EndOfWhite(text, start) : EndOfRun(text, at + length, kind);
    }

    private static int EndOfRun(ReadOnlySpan<char> text, int at, TextClass kind)
    {
        while (at < text.Length)
        {
            if (text[at] < s_ascii.Length)
            {
                if (s_ascii[text[at]] != kind) return at;
                at++;
                continue;
            }

            if (ClassAt(text, at, out int length) != kind) return at;
            at += length;
        }

        return at;
    }

    // White space goes to the end of the text, or leaves its last character to the word behind it.
    private static int EndOfWhite(ReadOnlySpan<char> text, int start)
    {
        int end = EndOfRun(text, start + 1, TextClass.White);
        return end == text.Length || end == start + 1 ? end : end - 1;
    }

    private static int Contraction(ReadOnlySpan<char> after) => after switch
    {
        ['s' or 't' or 'm' or 'd', ..] => 1,
        ['r' or 'v', 'e', ..] or ['l', 'l', ..] => 2,
        _ => 0,
    };

    private static TextClass ClassAt(ReadOnlySpan<char> text, int at, out int length)
    {
        length = 1;
        char unit = text[at];
        if (unit < s_ascii.Length) return s_ascii[unit];
        if (!char.IsSurrogate(unit)) return UnicodeData.ClassOf(unit);
        Rune.DecodeFromUtf16(text[at..], out Rune rune, out length);
        return UnicodeData.ClassOf(rune.Value);
    }
}
