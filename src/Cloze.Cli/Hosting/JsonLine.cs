using System.Text.Json;

namespace Cloze.Cli.Hosting;

/// <summary>
/// Reads a text from a JSON line. Fields that nobody asks for may be anything, <c>NaN</c> and <c>Infinity</c> too,
/// which Python writes for numbers.
/// </summary>
internal static class JsonLine
{
    private const int Shown = 60;

    private static readonly string[] s_names = ["NaN", "Infinity", "-Infinity"];

    /// <summary>The text of a line and its pair, or why there is none.</summary>
    public static BatchItem Read(string json, long line, string field)
    {
        try
        {
            using JsonDocument document = Parse(json, field);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && Field(root, field, field) is { } text
                ? new BatchItem(text, Field(root, "pair", field), line)
                : throw Wrong(field, $"found {Excerpt(json)}");
        }
        catch (ClozeException refusal)
        {
            return new BatchItem("", null, line) { Refusal = refusal };
        }
    }

    private static JsonDocument Parse(string json, string field)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            // Tried again without the names below: places stay as they are.
        }

        try
        {
            return JsonDocument.Parse(WithoutNames(json));
        }
        catch (JsonException error)
        {
            throw Wrong(field, $"found no JSON at byte {error.BytePositionInLine + 1} of {Excerpt(json)}", error);
        }
    }

    private static string? Field(JsonElement root, string name, string field)
    {
        if (Find(root, name, field) is not { } value || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.String) throw Wrong(field, $"\"{name}\" is {Excerpt(value.GetRawText())}");
        try
        {
            return value.GetString();
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
            return root.TryGetProperty(name, out JsonElement value) ? value : null;
        }
        catch (InvalidOperationException error)
        {
            throw Wrong(field, $"a name in it has half a surrogate pair, {Excerpt(root.GetRawText())}", error);
        }
    }

    // A number and spaces in place of each name outside strings.
    private static string WithoutNames(string json)
    {
        char[] characters = json.ToCharArray();
        bool inString = false;
        for (int i = 0; i < characters.Length; i++)
        {
            if (characters[i] == '"') inString = !inString;
            if (inString && characters[i] == '\\') i++;
            if (inString) continue;
            ReadOnlySpan<char> rest = json.AsSpan(i);
            foreach (string name in s_names)
            {
                if (!rest.StartsWith(name, StringComparison.Ordinal)) continue;
                characters.AsSpan(i, name.Length).Fill(' ');
                characters[i] = '0';
                i += name.Length - 1;
                break;
            }
        }

        return new string(characters);
    }

    private static string Excerpt(string text) => text.Length <= Shown ? text : text[..Shown] + "...";

    private static ClozeException Wrong(string field, string found, Exception? error = null) => new(
        $"expected a JSON object with a string \"{field}\", {found}.",
        "The first line begins with {, so every line must be JSON: {\"" + field + "\": \"...\"}; or give plain lines. "
            + "--text-field names the field.",
        error);
}
