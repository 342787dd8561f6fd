using System.Text;

namespace Cloze.Cli.Hosting;

/// <summary>
/// Reads many texts, one a line: plain lines, or JSON lines with <c>text</c> and an optional <c>pair</c>. The first
/// character decides: where it is a brace, every line is JSON. Blank lines are skipped. Memory is bounded by the
/// longest line.
/// </summary>
internal static class BatchInput
{
    /// <summary>The field of a JSON line that holds its text, unless another is asked for.</summary>
    public const string DefaultField = "text";

    /// <summary>The longest line, in characters.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    /// <summary>
    /// The texts of a file, or of standard input where the path is <c>-</c>. A line that gives none is among them, with
    /// the reason.
    /// </summary>
    /// <exception cref="ClozeException">The file is missing or no UTF-8, or a line is too long.</exception>
    public static IEnumerable<BatchItem> Read(string path, CliContext context, string field = DefaultField)
    {
        if (path == "-") return Read(context.Input, "standard input", field);
        if (!File.Exists(path))
        {
            throw new ClozeException($"No such file: {path}.", "Name a file of lines, or - for standard input.");
        }

        return ReadFile(path, field);
    }

    private static IEnumerable<BatchItem> ReadFile(string path, string field)
    {
        using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        foreach (BatchItem item in Read(reader, path, field)) yield return item;
    }

    private static IEnumerable<BatchItem> Read(TextReader reader, string name, string field)
    {
        bool? json = null;
        var lines = new BatchLineReader(reader, name, LongestLine);
        while (lines.Read() is { } text)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            json ??= text.AsSpan().TrimStart()[0] == '{';
            yield return json.Value
                ? JsonLine.Read(text, lines.Number, field)
                : new BatchItem(text, null, lines.Number);
        }
    }
}
