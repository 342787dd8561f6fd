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

    private static readonly RepeatKind s_kind = new(
        "lines",
        "long lines within documents",
        Fewest: 2,
        Worth: 0.01,
        Bad: 0.1,
        "Take headers, menus and licences out of the files: a model learns them by heart.");

    private readonly RepeatCounter _lines = new(s_kind, MostRemembered);

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

    public IEnumerable<Finding> Find() => _lines.Find();
}
