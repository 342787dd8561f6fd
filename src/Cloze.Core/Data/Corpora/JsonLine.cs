using System.Text;
using System.Text.Json;
using Cloze.Files;

namespace Cloze.Data;

/// <summary>A line of JSON lines.</summary>
/// <param name="Json">The line.</param>
/// <param name="Source">The file's name.</param>
/// <param name="Number">The line's number, from 1.</param>
internal readonly record struct JsonLine(string Json, string Source, long Number)
{
    /// <summary>The longest line in UTF-16 characters: it has to be parsed whole.</summary>
    public const int Longest = 1 << 24;

    /// <summary>The lines, in order; blank ones are skipped.</summary>
    /// <exception cref="ClozeException">A line is too long.</exception>
    public static IEnumerable<JsonLine> Read(TextLineReader lines, string source)
    {
        var line = new StringBuilder();
        while (lines.TryRead(out string segment))
        {
            line.Append(segment);
            if (line.Length > Longest) throw TooLong(source, lines.LineNumber);
            if (!lines.EndsLine) continue;
            string json = line.ToString();
            line.Clear();
            if (!string.IsNullOrWhiteSpace(json)) yield return new JsonLine(json, source, lines.LineNumber);
        }
    }

    /// <summary>The text in a field; null where the line is an object without it.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="replaceInvalid">Whether half a surrogate pair becomes U+FFFD.</param>
    /// <exception cref="ClozeException">The line is no JSON, or the text has half a surrogate pair.</exception>
    public string? Text(string field, bool replaceInvalid)
    {
        try
        {
            JsonElement parsed = UntrustedJson.ParseLine(Json);
            return parsed.ValueKind == JsonValueKind.Object &&
                parsed.TryGetProperty(field, out JsonElement value) &&
                UntrustedJson.IsText(value)
                    ? Characters(value, replaceInvalid) ?? throw HalfPair(field)
                    : null;
        }
        catch (JsonException error)
        {
            throw Invalid(FormattableString.Invariant(
                $" at byte {error.BytePositionInLine + 1}: {Reason(error)}"), error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            throw Invalid($": {error.Message}", error);
        }
    }

    /// <summary>An error that names the file and the line.</summary>
    public ClozeException Refuse(string what, string hint) =>
        new(FormattableString.Invariant($"{Source}, line {Number}: {what}"), hint);

    private ClozeException Invalid(string reason, Exception error) => new(
        FormattableString.Invariant($"{Source}, line {Number}: not valid JSON{reason}"),
        "Each line must be one JSON object; mend or remove the line.",
        error);

    /// <summary>What is wrong, without the place, which the parser counts from the beginning of the one line.</summary>
    private static string Reason(JsonException error)
    {
        int place = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? error.Message : error.Message[..place];
    }

    /// <summary>The characters of a string; null where it has half a surrogate pair that may not be replaced.</summary>
    private static string? Characters(JsonElement value, bool replaceInvalid)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return replaceInvalid ? JsonHalfPairs.Replace(value.GetRawText()) : null;
        }
    }

    private ClozeException HalfPair(string field) => Refuse(
        $"the field \"{field}\" has half a surrogate pair, which is no character.",
        "Mend or remove the line, or give `replace_invalid` to read what is no character as U+FFFD.");

    private static ClozeException TooLong(string source, long lineNumber) => new(
        FormattableString.Invariant($"{source}, line {lineNumber}: longer than {Longest} characters."),
        "Break the text into several lines, one JSON object each.");
}
