using Cloze.Data;

namespace Cloze.Doctor;

/// <summary>Text that was read in another encoding than it was written in.</summary>
internal sealed class Encodings : IDocumentCheck
{
    private const char Replacement = '\uFFFD';
    private readonly Examples _replaced = new();
    private readonly Examples _misread = new();
    private long _replacedCount;
    private long _misreadCount;

    public void Add(Document document, long number)
    {
        int replaced = document.Text.IndexOf(Replacement, StringComparison.Ordinal);
        if (replaced >= 0)
        {
            _replacedCount++;
            _replaced.Add(Around(document.Text, replaced), Examples.Place(document, number));
        }

        int misread = IndexOfMisread(document.Text);
        if (misread < 0) return;
        _misreadCount++;
        _misread.Add(Around(document.Text, misread), Examples.Place(document, number));
    }

    public IEnumerable<Finding> Find()
    {
        if (_replacedCount > 0)
        {
            yield return new Finding
            {
                Id = "replaced-characters",
                Severity = Severity.Warning,
                Count = _replacedCount,
                Message = FormattableString.Invariant(
                    $"{_replacedCount:N0} documents have U+FFFD, which stands for a character that was lost."),
                Examples = _replaced.Texts,
                Advice = "Convert the files to UTF-8 from the encoding that they were written in.",
            };
        }

        if (_misreadCount > 0)
        {
            yield return new Finding
            {
                Id = "misread-utf8",
                Severity = Severity.Warning,
                Count = _misreadCount,
                Message = FormattableString.Invariant(
                    $"{_misreadCount:N0} documents have UTF-8 that was read as Latin-1 (\u00E9 became \u00C3\u00A9)."),
                Examples = _misread.Texts,
                Advice = "Convert the files back: read as UTF-8, write as Windows-1252, and take the result for UTF-8.",
            };
        }
    }

    // The two bytes of a letter such as é, and the first two of a curly quote or a dash, as single characters.
    private static int IndexOfMisread(string text)
    {
        for (int i = 0; i < text.Length - 1; i++)
        {
            bool isLetter = text[i] is '\u00C3' or '\u00C2' && text[i + 1] is >= '\u0080' and <= '\u00BF';
            bool isQuote = text[i] == '\u00E2' && text[i + 1] is '\u20AC' or '\u0080';
            if (isLetter || isQuote) return i;
        }

        return -1;
    }

    private static string Around(string text, int place) => text[Math.Max(0, place - 20)..];
}
