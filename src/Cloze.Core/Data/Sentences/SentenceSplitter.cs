using System.Buffers;
using System.Globalization;

namespace Cloze.Data;

/// <summary>
/// Cuts plain text into sentences, by its characters alone. A sentence ends at a mark of
/// <see cref="SentenceMarks"/>, together with the quotes and brackets that close behind it, where white space follows
/// and then something that may begin a sentence, so no small letter; at a blank line; and round a line in capitals,
/// which is a heading. A full stop behind an abbreviation (<see cref="Abbreviations"/>) ends none. Line ends are white
/// space otherwise, so that text may be wrapped at any width. Where in doubt two sentences stay together.
/// </summary>
internal static class SentenceSplitter
{
    private const int FewestLettersOfHeading = 2;
    private static readonly SearchValues<char> _lineEnds = SearchValues.Create("\n\r\u0085\u2028\u2029");
    private static readonly SearchValues<char> _candidates = SearchValues.Create(SentenceMarks.Ends + "\n\u2029");

    /// <summary>Appends the places of a text's sentences, none empty, without the white space round them.</summary>
    /// <param name="text">The text of one document.</param>
    /// <param name="rule">What ends a sentence.</param>
    /// <param name="sentences">Receives the places, in order.</param>
    public static void Split(ReadOnlySpan<char> text, SentenceRule rule, List<Range> sentences)
    {
        SearchValues<char> candidates = rule == SentenceRule.Line ? _lineEnds : _candidates;
        int start = 0, at = 0;
        while (text[at..].IndexOfAny(candidates) is >= 0 and int found)
        {
            at += found;
            int end = at + 1;
            bool ends = rule == SentenceRule.Line
                || (text[at] is '\n' or '\u2029' ? EndsParagraph(text, at) : EndsSentence(text, start, at, out end));
            at = end;
            if (!ends) continue;
            Add(text, start, end, sentences);
            start = end;
        }

        Add(text, start, text.Length, sentences);
    }

    private static void Add(ReadOnlySpan<char> text, int start, int end, List<Range> sentences)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        if (end > start) sentences.Add(start..end);
    }

    /// <summary>Whether the line that ends here is the last of a paragraph, a heading, or before one.</summary>
    private static bool EndsParagraph(ReadOnlySpan<char> text, int at)
    {
        ReadOnlySpan<char> next = LineFrom(text, at + 1);
        return text[at] == '\u2029'
            || next.IsWhiteSpace()
            || IsHeading(next)
            || IsHeading(text[(text[..at].LastIndexOf('\n') + 1)..at]);
    }

    private static ReadOnlySpan<char> LineFrom(ReadOnlySpan<char> text, int start)
    {
        ReadOnlySpan<char> rest = text[start..];
        int length = rest.IndexOf('\n');
        return length < 0 ? rest : rest[..length];
    }

    /// <summary>Whether a line has letters, and all of them capitals.</summary>
    private static bool IsHeading(ReadOnlySpan<char> line)
    {
        int letters = 0;
        foreach (char character in line)
        {
            if (!char.IsLetter(character)) continue;
            if (!char.IsUpper(character)) return false;
            letters++;
        }

        return letters >= FewestLettersOfHeading;
    }

    /// <summary>Whether the mark at a place ends a sentence, and where that ends or the search goes on.</summary>
    private static bool EndsSentence(ReadOnlySpan<char> text, int start, int at, out int end)
    {
        bool isClosed = false, isOneStop = text[at] == '.';
        for (end = at + 1; end < text.Length; end++)
        {
            bool isMark = SentenceMarks.IsEnd(text[end]);
            if (!isMark && !SentenceMarks.Closes(text[end])) break;
            if (isMark) isOneStop = false;
            else isClosed = true;
        }

        int next = end;
        while (next < text.Length && char.IsWhiteSpace(text[next])) next++;
        if (next == text.Length) return true;
        bool isApart = next > end;
        if (SentenceMarks.NeedsNoSpace(text[at])) return isApart || !isClosed || SentenceMarks.Opens(text[next]);
        if (!isApart) return false;
        UnicodeCategory follower = SentenceMarks.FirstOf(text[next..]);
        return SentenceMarks.MayBegin(follower)
            && !(isOneStop && Abbreviations.EndsIn(text[start..at], follower));
    }
}
