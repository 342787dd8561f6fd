using Cloze.Files;

namespace Cloze.Data;

/// <summary>JSON lines: every line is an object, and one field of it the document's text.</summary>
internal static class JsonLineDocuments
{
    /// <summary>The longest line in UTF-16 characters: it has to be parsed whole.</summary>
    public const int LongestLine = JsonLine.Longest;

    /// <summary>The documents' texts, in order; blank lines are skipped.</summary>
    /// <exception cref="ClozeException">A line is too long, is no JSON object, or lacks the field.</exception>
    public static IEnumerable<DocumentPart> Read(TextLineReader lines, string source, CorpusOptions options) =>
        DocumentCutter.Cut(JsonLine.Read(lines, source).Select(line => Text(line, options)), options.LongestDocument);

    private static string Text(JsonLine line, CorpusOptions options) =>
        line.Text(options.TextField, options.ReplaceInvalid) ?? throw line.Refuse(
            $"no text in a field \"{options.TextField}\".",
            "Each line must be an object like {\"text\": \"...\"}; `text_field` names another field.");
}
