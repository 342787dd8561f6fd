using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cloze.Files;

namespace Cloze.Formats;

/// <summary>
/// A JSON object read from a file, whose fields are asked for by name and type. A field that is absent or null gives
/// the default; one of another type is an error that names file, field, what was found and what was expected.
/// Fields that nobody asks for are ignored, even where they are NaN or infinite, as Python writes them.
/// </summary>
internal sealed class JsonFile
{
    /// <summary>
    /// The largest file that <see cref="Read"/> takes unless told otherwise: 64 MiB, as a configuration may name every
    /// class of a large classifier.
    /// </summary>
    public const int DefaultLimit = 64 << 20;

    private readonly JsonElement _root;

    private JsonFile(string path, JsonElement root)
    {
        Path = path;
        _root = root;
    }

    /// <summary>The path the file was read from.</summary>
    public string Path { get; }

    /// <summary>The whole object.</summary>
    public JsonElement Root => _root;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">The largest size in bytes that is read.</param>
    /// <exception cref="ClozeException">
    /// The file cannot be read, is larger than the limit, or is not a JSON object in UTF-8.
    /// </exception>
    public static JsonFile Read(string path, int limit = DefaultLimit)
    {
        byte[] bytes = UntrustedFile.Read(path, limit);
        NonFiniteNumbers.Replace(bytes);
        JsonElement root;
        try
        {
            root = UntrustedJson.Parse(bytes);
        }
        catch (JsonException error)
        {
            throw new ClozeException(
                $"{path} is not valid JSON: {JsonErrors.Describe(error)}",
                "Mend the file, or save or download it again.",
                error);
        }

        if (root.ValueKind == JsonValueKind.Object) return new JsonFile(path, root);
        throw new ClozeException(
            $"{path} holds {Describe(root)}, expected a JSON object.", "Mend the file, or save or download it again.");
    }

    /// <summary>Whether the field is there and null.</summary>
    public bool IsNull(string field) =>
        _root.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.Null;

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string field) => TryGet(field, out _);

    /// <summary>A whole number.</summary>
    /// <exception cref="ClozeException">The field is not a whole number of 32 bits.</exception>
    public int GetInteger(string field, int absent)
    {
        if (!TryGet(field, out JsonElement value)) return absent;
        bool isNumber = value.ValueKind == JsonValueKind.Number;
        return isNumber && value.TryGetInt32(out int number) ? number : throw Wrong(field, "a whole number");
    }

    /// <summary>A number.</summary>
    /// <exception cref="ClozeException">The field is not a finite number.</exception>
    public double GetNumber(string field, double absent)
    {
        if (!TryGet(field, out JsonElement value)) return absent;
        if (value.ValueKind != JsonValueKind.Number) throw Wrong(field, "a number");
        double number = value.GetDouble();
        return double.IsFinite(number) ? number : throw Wrong(field, "a finite number");
    }

    /// <summary>True or false.</summary>
    /// <exception cref="ClozeException">The field is neither.</exception>
    public bool GetBoolean(string field, bool absent)
    {
        if (!TryGet(field, out JsonElement value)) return absent;
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong(field, "true or false"),
        };
    }

    /// <summary>A string.</summary>
    /// <exception cref="ClozeException">The field is not a string.</exception>
    [return: NotNullIfNotNull(nameof(absent))]
    public string? GetString(string field, string? absent)
    {
        if (!TryGet(field, out JsonElement value)) return absent;
        return Text(value) ?? throw Wrong(field, "a string");
    }

    /// <summary>The first of a list of strings; null where there is none.</summary>
    public string? FirstOf(string field) =>
        TryGet(field, out JsonElement value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            ? Text(value[0])
            : null;

    /// <summary>An object of strings; empty where the field is absent.</summary>
    /// <exception cref="ClozeException">The field is not an object of strings.</exception>
    public IReadOnlyDictionary<string, string> GetStringMap(string field)
    {
        const string expected = "an object of strings";
        if (!TryGet(field, out JsonElement value)) return new Dictionary<string, string>();
        if (value.ValueKind != JsonValueKind.Object) throw Wrong(field, expected);
        var map = new Dictionary<string, string>();
        foreach (JsonProperty property in value.EnumerateObject())
        {
            map[property.Name] = Text(property.Value) ?? throw Wrong(field, expected);
        }

        return map;
    }

    /// <summary>The error of a field whose value cannot be used.</summary>
    /// <param name="field">The field.</param>
    /// <param name="expected">What it should have been, as it reads after "expected".</param>
    public ClozeException Wrong(string field, string expected) =>
        Wrong(field, expected, $"Mend \"{field}\" in the file.");

    /// <summary>The error of a field whose value is sound and not understood: another would be no help.</summary>
    /// <param name="field">The field.</param>
    /// <param name="expected">What Cloze understands, as it reads after "expected".</param>
    /// <param name="hint">What to do.</param>
    public ClozeException Wrong(string field, string expected, string hint)
    {
        string found = TryGet(field, out JsonElement value) ? Describe(value) : "absent";
        return new ClozeException($"{Path}: field \"{field}\" is {found}, expected {expected}.", hint);
    }

    private bool TryGet(string field, out JsonElement value) =>
        _root.TryGetProperty(field, out value) && value.ValueKind != JsonValueKind.Null;

    private static string? Text(JsonElement value)
    {
        if (!UntrustedJson.IsText(value)) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }

    private static string Describe(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array) return "a list";
        if (value.ValueKind == JsonValueKind.Object) return "an object";
        string text = UntrustedJson.Raw(value);
        return text.Length <= 40 ? text : text[..40] + "...";
    }
}
