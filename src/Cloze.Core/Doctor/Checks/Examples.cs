using Cloze.Data;

namespace Cloze.Doctor;

/// <summary>The first few of many.</summary>
internal sealed class Examples
{
    private const int Most = 3;
    private const int Shown = 60;
    private readonly List<string> _texts = [];

    /// <summary>Those that were kept.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>Keeps a text, where few are kept yet.</summary>
    /// <param name="text">The text; its beginning is kept.</param>
    /// <param name="place">Where it stands.</param>
    public void Add(string text, string place)
    {
        if (_texts.Count < Most) _texts.Add($"{place}: \"{Excerpt.Of(text, Shown)}\"");
    }

    /// <summary>Where a document stands, for people.</summary>
    public static string Place(Document document, long number) => document.Source.Length == 0
        ? FormattableString.Invariant($"document {number}")
        : FormattableString.Invariant($"document {number} ({Path.GetFileName(document.Source)})");
}
