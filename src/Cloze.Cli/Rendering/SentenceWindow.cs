using System.Globalization;

namespace Cloze.Cli.Rendering;

/// <summary>Fits a sentence into one line: where it is too long, the part around a word of it.</summary>
internal static class SentenceWindow
{
    private const string Before = "… ";
    private const string After = " …";

    /// <summary>The sentence, or as much of it round the word as the columns hold, cut between words.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="start">Where the word begins, in UTF-16 units.</param>
    /// <param name="length">Its length; of the word at least the beginning is shown.</param>
    /// <param name="width">The columns that there are.</param>
    public static string Around(string text, int start, int length, int width)
    {
        text = Printable.Blanked(text);
        if (TextWidth.Of(text) <= width) return text;
        string word = text.Substring(start, length);
        int room = width - TextWidth.Of(word) - Before.Length - After.Length;
        if (room < 0) return $"{Before}{Beginning(word, width - Before.Length - After.Length)}{After}";
        (int from, int to) = Grow(text, start, start + length, room);
        from = from == 0 ? 0 : AfterBreak(text, from, start);
        to = to == text.Length ? to : BeforeBreak(text, to, start + length);
        return (from > 0 ? Before : "") + text[from..to].Trim() + (to < text.Length ? After : "");
    }

    /// <summary>The beginning of a word, as much as the columns hold.</summary>
    public static string Beginning(string word, int width)
    {
        word = Printable.Blanked(word);
        if (TextWidth.Of(word) <= width) return word;
        (_, int to) = Grow(word, 0, 0, width - 1);
        return word[..to] + "…";
    }

    // Adds letters to the left and to the right by turns, accents with their letters.
    private static (int From, int To) Grow(string text, int from, int to, int room)
    {
        int[] starts = [.. StringInfo.ParseCombiningCharacters(text), text.Length];
        int left = Array.FindLastIndex(starts, start => start <= from);
        int right = Array.FindIndex(starts, start => start >= to);
        bool grows = true;
        while (grows)
        {
            grows = false;
            if (left > 0 && Take(starts[left - 1], starts[left])) left--;
            if (right < starts.Length - 1 && Take(starts[right], starts[right + 1])) right++;
        }

        return (starts[left], starts[right]);

        bool Take(int first, int end)
        {
            int wide = TextWidth.Of(text[first..end]);
            if (wide > room) return false;
            room -= wide;
            return grows = true;
        }
    }

    private static int AfterBreak(string text, int from, int word)
    {
        if (text[from - 1] == ' ') return from;
        int space = text.IndexOf(' ', from, word - from);
        return space < 0 ? from : space + 1;
    }

    private static int BeforeBreak(string text, int to, int word)
    {
        if (text[to] == ' ') return to;
        int space = text.LastIndexOf(' ', to - 1, to - word);
        return space < 0 ? to : space;
    }
}
