using Cloze.Data;

namespace Cloze.Doctor;

/// <summary>
/// Lines that are the same as one before, or nearly: headers, licences, menus. Lines of a few words are left out, as
/// they repeat in any text.
/// </summary>
internal sealed class RepeatedLines : IDocumentCheck
{
    private const int MostRemembered = 1 << 19;
    private const int FewestCharacters = 25;
    private const double Worth = 0.01, Bad = 0.1;
    private readonly RepeatCounter _lines = new(MostRemembered);

    /// <summary>Lines with something on them.</summary>
    public long Count { get; private set; }

    public void Add(Document document, long number)
    {
        foreach (ReadOnlySpan<char> line in document.Text.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> trimmed = line.Trim();
            if (trimmed.Length > 0) Count++;
            bool isWhole = document.Text.Length == line.Length;
            if (trimmed.Length < FewestCharacters || isWhole) continue;
            _lines.Add(trimmed.ToString(), () => Examples.Place(document, number));
        }
    }

    public IEnumerable<Finding> Find()
    {
        if (_lines.Same >= Worth * _lines.Count && _lines.Same > 1)
        {
            yield return Repeated("duplicate-lines", _lines.Same, "are the same as", _lines.SameExamples);
        }

        if (_lines.Similar >= Worth * _lines.Count && _lines.Similar > 1)
        {
            yield return Repeated(
                "near-duplicate-lines", _lines.Similar, "are nearly the same as", _lines.SimilarExamples);
        }
    }

    private Finding Repeated(string id, long count, string how, Examples examples)
    {
        double share = (double)count / _lines.Count;
        return new Finding
        {
            Id = id,
            Severity = share >= Bad ? Severity.Warning : Severity.Note,
            Count = count,
            Message = FormattableString.Invariant(
                $"{count:N0} of {_lines.Count:N0} long lines within documents ({share:P1}) {how} one before."),
            Examples = examples.Texts,
            Advice = "Take headers, menus and licences out of the files: a model learns them by heart.",
        };
    }
}
