using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Cloze.Server.Requests;

/// <summary>The fields of a JSON object, each read as what it must be; an error names the field by its path.</summary>
/// <param name="element">The object.</param>
/// <param name="path">What stands before its fields' names in a path, with a dot at its end.</param>
internal sealed class JsonFields(JsonElement element, string path = "")
{
    /// <summary>The path of a field.</summary>
    public string Path(string name) => path + name;

    /// <summary>A text that must be there.</summary>
    public string Text(string name) => OptionalText(name) ?? throw Missing(name, "a text");

    /// <summary>A text; null where there is none.</summary>
    public string? OptionalText(string name) =>
        TryGet(name, out JsonElement value) ? AsText(value, Path(name)) : null;

    /// <summary>A text or a list of them.</summary>
    /// <param name="name">The field.</param>
    /// <param name="most">The most texts.</param>
    /// <param name="isList">Whether it is a list.</param>
    public IReadOnlyList<string> Texts(string name, int most, out bool isList)
    {
        if (!TryGet(name, out JsonElement value)) throw Missing(name, "a text or a list of texts");
        isList = value.ValueKind == JsonValueKind.Array;
        if (!isList) return [AsText(value, Path(name), "a text or a list of texts")];
        return List(value, name, most, StatusCodes.Status413PayloadTooLarge, "texts", AsText);
    }

    /// <summary>A list of texts; null where there is none.</summary>
    public IReadOnlyList<string>? OptionalTexts(string name, int most) => OptionalList(name, most, "texts", AsText);

    /// <summary>A list; null where there is none.</summary>
    /// <param name="name">The field.</param>
    /// <param name="most">The most items.</param>
    /// <param name="what">What the items are.</param>
    /// <param name="read">Reads an item, given its path.</param>
    public IReadOnlyList<T>? OptionalList<T>(string name, int most, string what, Func<JsonElement, string, T> read)
    {
        if (!TryGet(name, out JsonElement value)) return null;
        if (value.ValueKind != JsonValueKind.Array) throw Wrong(Path(name), value, "a list");
        return List(value, name, most, StatusCodes.Status400BadRequest, what, read);
    }

    /// <summary>A whole number from 0 that must be there.</summary>
    public int RequiredNumber(string name) =>
        TryGet(name, out JsonElement value) ? AsPosition(value, Path(name)) : throw Missing(name, "a whole number");

    /// <summary>A whole number within bounds; null where there is none.</summary>
    public int? OptionalNumber(string name, int least, int most) =>
        TryGet(name, out JsonElement value) ? AsNumber(value, Path(name), least, most) : null;

    /// <summary>A whole number within bounds.</summary>
    public int Number(string name, int ifMissing, int least, int most) =>
        TryGet(name, out JsonElement value) ? AsNumber(value, Path(name), least, most) : ifMissing;

    /// <summary>A whole number from 0 that needs up to 64 bits; null where there is none.</summary>
    public ulong? OptionalSeed(string name)
    {
        if (!TryGet(name, out JsonElement value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out ulong seed)) return seed;
        throw Wrong(Path(name), value, "a whole number from 0 to 18446744073709551615");
    }

    /// <summary>True or false.</summary>
    public bool Flag(string name, bool ifMissing = false)
    {
        if (!TryGet(name, out JsonElement value)) return ifMissing;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        throw Wrong(Path(name), value, "true or false");
    }

    /// <summary>An object; one without fields where there is none.</summary>
    public JsonFields Object(string name)
    {
        if (!TryGet(name, out JsonElement value)) return new JsonFields(default, Path(name) + ".");
        if (value.ValueKind == JsonValueKind.Object) return new JsonFields(value, Path(name) + ".");
        throw Wrong(Path(name), value, "an object");
    }

    /// <summary>One of some words.</summary>
    public string Word(string name, string ifMissing, params ReadOnlySpan<string> words)
    {
        string word = OptionalText(name) ?? ifMissing;
        if (words.Contains(word)) return word;
        string expected = string.Join(" or ", words.ToArray());
        throw new RequestException(
            StatusCodes.Status400BadRequest,
            $"{Path(name)} is \"{word}\", expected {expected}.", $"Mend {Path(name)}.", Path(name));
    }

    /// <summary>What a value is, for an error.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number when value.GetRawText() is { Length: <= 24 } digits => digits,
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    // Clients send null for what they leave out.
    private bool TryGet(string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out value)
            && value.ValueKind != JsonValueKind.Null;
    }

    private List<T> List<T>(
        JsonElement list, string name, int most, int status, string what, Func<JsonElement, string, T> read)
    {
        int count = list.GetArrayLength();
        if (count == 0) throw Wrong(Path(name), "an empty list", $"one of 1 to {most} {what}");
        if (count > most)
        {
            throw new RequestException(
                status,
                $"{Path(name)} has {count} {what}, expected at most {most}.", "Send them in parts.", Path(name));
        }

        var values = new List<T>(count);
        foreach (JsonElement item in list.EnumerateArray()) values.Add(read(item, $"{Path(name)}[{values.Count}]"));
        return values;
    }

    private static string AsText(JsonElement value, string at) => AsText(value, at, "a text");

    private static string AsText(JsonElement value, string at, string expected)
    {
        if (value.ValueKind != JsonValueKind.String) throw Wrong(at, value, expected);
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new RequestException(
                StatusCodes.Status400BadRequest,
                $"{at} has half a character.", "Send UTF-8, and both halves of a surrogate pair.", at);
        }
    }

    /// <summary>A whole number from 0.</summary>
    public static int AsPosition(JsonElement value, string at) => AsNumber(value, at, 0, int.MaxValue);

    private static int AsNumber(JsonElement value, string at, int least, int most)
    {
        if (value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out int number)
            && number >= least
            && number <= most)
        {
            return number;
        }

        throw Wrong(at, value, string.Create(
            CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));
    }

    private RequestException Missing(string name, string expected) => new(
        StatusCodes.Status400BadRequest,
        $"{Path(name)} is missing, expected {expected}.", $"Give {Path(name)}.", Path(name));

    private static RequestException Wrong(string at, JsonElement value, string expected) =>
        Wrong(at, Describe(value), expected);

    private static RequestException Wrong(string at, string found, string expected) => new(
        StatusCodes.Status400BadRequest, $"{at} is {found}, expected {expected}.", $"Mend {at}.", at);
}
