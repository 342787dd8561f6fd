using System.Text;
using System.Text.Json;

namespace Cloze.Cli.Hosting;

/// <summary>
/// Reads many texts, one a line: plain lines, or JSON lines with <c>text</c> and an optional <c>pair</c>. The first
/// line decides: when it is a JSON object, all are. Memory is bounded by the longest line.
/// </summary>
internal static class BatchInput
{
    /// <summary>The longest line, in characters.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    /// <summary>The texts of a file, or of standard input where the path is <c>-</c>.</summary>
    /// <exception cref="ClozeException">The file is missing or no UTF-8, or a line has no text.</exception>
    public static IEnumerable<BatchItem> Read(string path, CliContext context)
    {
        if (path == "-") return Read(context.Input, "standard input");
        if (!File.Exists(path))
        {
            throw new ClozeException($"No such file: {path}.", "Name a file of lines, or - for standard input.");
        }

        return ReadFile(path);
    }

    private static IEnumerable<BatchItem> ReadFile(string path)
    {
        using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        foreach (BatchItem item in Read(reader, path)) yield return item;
    }

    private static IEnumerable<BatchItem> Read(TextReader reader, string name)
    {
        bool? json = null;
        bool isAfterReturn = false;
        var buffer = new StringBuilder();
        for (long line = 1; ReadLine(reader, buffer, ref isAfterReturn, name, line) is { } text; line++)
        {
            if (text.Length == 0 && json != false) continue;
            json ??= IsJsonObject(text);
            yield return json.Value ? Parse(text, name, line) : new BatchItem(text, null, line);
        }
    }

    // A line ends in \n, \r\n or \r. What follows a \r is looked at with the next line: it may come much later.
    private static string? ReadLine(
        TextReader reader, StringBuilder buffer, ref bool isAfterReturn, string name, long line)
    {
        buffer.Clear();
        try
        {
            int next = reader.Read();
            if (isAfterReturn && next == '\n') next = reader.Read();
            isAfterReturn = false;
            if (next < 0) return null;
            for (; next >= 0 && next is not ('\n' or '\r'); next = reader.Read())
            {
                if (next == 0) throw NoText(name, line);
                buffer.Append((char)next);
                if (buffer.Length > LongestLine) throw TooLong(name, line);
            }

            isAfterReturn = next == '\r';
            return buffer.ToString();
        }
        catch (DecoderFallbackException error)
        {
            throw new ClozeException(
                $"{name}, line {line} or soon after: the bytes are not UTF-8.", "Convert the file to UTF-8.", error);
        }
    }

    private static ClozeException TooLong(string name, long line) => new(
        $"{name}, line {line}: longer than {LongestLine} characters.", "Put one text on each line.");

    private static ClozeException NoText(string name, long line) => new(
        $"{name}, line {line}: a zero character, which is no text.",
        "It is a binary file, or UTF-16 without a byte order mark: save it as UTF-8.");

    private static bool IsJsonObject(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{")) return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static BatchItem Parse(string json, string name, long line)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && Field(root, "text") is { } text)
            {
                return new BatchItem(text, Field(root, "pair"), line);
            }
        }
        catch (JsonException error)
        {
            throw Refuse(name, line, error);
        }
        catch (InvalidOperationException error)
        {
            throw new ClozeException(
                $"{name}, line {line}: the text has half a surrogate pair, which is no character.",
                "Mend or remove the line.",
                error);
        }

        throw Refuse(name, line, null);
    }

    private static string? Field(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static ClozeException Refuse(string name, long line, Exception? error) => new(
        $"{name}, line {line}: expected a JSON object with a string \"text\".",
        "The first line is JSON, so every line must be; or give plain lines.",
        error);
}
