using System.Text.Json;
using Cloze.Files;

namespace Cloze.Data;

/// <summary>
/// Reads a text from a JSON line. Fields that nobody asks for may be anything, <c>NaN</c> and <c>Infinity</c> too,
/// which Python writes for numbers.
/// </summary>
internal static class JsonTextLine
{
    private const int Shown = 60;

    /// <summary>The text of a line, its pair and its id, or why there is none.</summary>
    public static TextRecord Read(string json, long line, string field)
    {
        try
        {
            JsonElement root = Parse(json, field);
            return root.ValueKind == JsonValueKind.Object && Text(root, field, field) is { } text
                ? new TextRecord { Text = text, Pair = Text(root, "pair", field), Id = Id(root, field), Line = line }
                : throw Wrong(field, $"found {Excerpt(json)}");
        }
        catch (ClozeException refusal)
        {
            return new TextRecord { Line = line, Refusal = refusal };
        }
    }

    private static JsonElement Parse(string json, string field)
    {
        try
        {
            return UntrustedJson.ParseLine(json);
        }
        catch (JsonException error)
        {
            throw Wrong(field, $"found no JSON at byte {error.BytePositionInLine + 1} of {Excerpt(json)}", error);
        }
    }

    private static string? Text(JsonElement root, string name, string field)
    {
        if (Find(root, name, field) is not { } value) return null;
        if (!UntrustedJson.IsText(value)) throw Wrong(field, $"\"{name}\" is {Excerpt(UntrustedJson.Raw(value))}");
        return Whole(value, name, field);
    }

    private static JsonElement? Id(JsonElement root, string field)
    {
        if (Find(root, "id", field) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number) return value;
        if (!UntrustedJson.IsText(value))
        {
            throw Wrong(field, $"its \"id\" is {Excerpt(UntrustedJson.Raw(value))} and neither a string nor a number");
        }

        Whole(value, "id", field);
        return value;
    }

    private static string Whole(JsonElement value, string name, string field)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw Wrong(field, $"\"{name}\" has half a surrogate pair, {Excerpt(value.GetRawText())}", error);
        }
    }

    // The runtime compares names, and meets half a surrogate pair in one that nobody asks for.
    private static JsonElement? Find(JsonElement root, string name, string field)
    {
        try
        {
            bool isThere = root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;
            return isThere ? value : null;
        }
        catch (InvalidOperationException error)
        {
            throw Wrong(field, $"a name in it has half a surrogate pair, {Excerpt(root.GetRawText())}", error);
        }
    }

    private static string Excerpt(string text) => text.Length <= Shown ? text : text[..Shown] + "...";

    private static ClozeException Wrong(string field, string found, Exception? error = null) => new(
        $"expected a JSON object with a string \"{field}\", {found}.",
        "The first line begins with {, so every line must be JSON: {\"" + field + "\": \"...\"}; or give plain lines. "
            + "`text_field` names the field.",
        error);
}
