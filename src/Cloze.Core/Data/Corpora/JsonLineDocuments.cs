using System.Text;
using System.Text.Json;
using Cloze.Files;

namespace Cloze.Data;

/// <summary>JSON lines: every line is an object, and one field of it the document's text.</summary>
internal static class JsonLineDocuments
{
    /// <summary>The longest line in UTF-16 characters: it has to be parsed whole.</summary>
    public const int LongestLine = 1 << 24;

    /// <summary>The documents' texts, in order; blank lines are skipped.</summary>
    /// <exception cref="ClozeException">A line is too long, is no JSON object, or lacks the field.</exception>
    public static IEnumerable<string> Read(TextLineReader lines, string source, CorpusOptions options)
    {
        int longest = options.LongestDocument;
        var cutter = new DocumentCutter(longest);
        var line = new StringBuilder();
        while (lines.TryRead(out string segment))
        {
            line.Append(segment);
            if (line.Length > LongestLine) throw TooLong(source, lines.LineNumber);
            if (!lines.EndsLine) continue;
            string json = line.ToString();
            line.Clear();
            if (string.IsNullOrWhiteSpace(json)) continue;
            string text = LineEnds.Normalize(Text(json, source, lines.LineNumber, options));
            for (int start = 0; start < text.Length; start += longest)
            {
                cutter.Append(text.AsSpan(start, Math.Min(longest, text.Length - start)));
                while (cutter.TryTakeFull(out string part)) yield return part;
            }

            if (cutter.TryTakeRest(out string document)) yield return document;
        }
    }

    private static string Text(string json, string source, long lineNumber, CorpusOptions options)
    {
        try
        {
            JsonElement parsed = UntrustedJson.ParseLine(json);
            if (parsed.ValueKind == JsonValueKind.Object &&
                parsed.TryGetProperty(options.TextField, out JsonElement value) &&
                UntrustedJson.IsText(value))
            {
                return Characters(value, options.ReplaceInvalid)
                    ?? throw HalfPair(source, lineNumber, options.TextField);
            }
        }
        catch (JsonException error)
        {
            throw Invalid(source, lineNumber, FormattableString.Invariant(
                $" at byte {error.BytePositionInLine + 1}: {Reason(error)}"), error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            throw Invalid(source, lineNumber, $": {error.Message}", error);
        }

        throw new ClozeException(
            FormattableString.Invariant($"{source}, line {lineNumber}: no text in a field \"{options.TextField}\"."),
            "Each line must be an object like {\"text\": \"...\"}; `text_field` names another field.");
    }

    private static ClozeException Invalid(string source, long lineNumber, string reason, Exception error) => new(
        FormattableString.Invariant($"{source}, line {lineNumber}: not valid JSON{reason}"),
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

    private static ClozeException HalfPair(string source, long lineNumber, string field) => new(
        FormattableString.Invariant(
            $"{source}, line {lineNumber}: the field \"{field}\" has half a surrogate pair, which is no character."),
        "Mend or remove the line, or give `replace_invalid` to read what is no character as U+FFFD.");

    private static ClozeException TooLong(string source, long lineNumber) => new(
        FormattableString.Invariant($"{source}, line {lineNumber}: longer than {LongestLine} characters."),
        "Break the text into several lines, one JSON object each.");
}
