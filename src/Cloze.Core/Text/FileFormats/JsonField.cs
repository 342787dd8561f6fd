using System.Text.Json;
using Cloze.Files;

namespace Cloze.Text;

/// <summary>A value in a JSON file that others wrote: reading it as something it is not says where it stands.</summary>
internal readonly struct JsonField(string file, string path, JsonElement element)
{
    private const string Hint =
        "Take the file again from where the tokenizer came from, or save it again with the library that wrote it.";

    /// <summary>A member of an object, which must be there; it may be null.</summary>
    public JsonField this[string name] => Find(name)
        ?? throw new ClozeException($"{file}: {Member(name)} is missing.", Hint);

    /// <summary>Whether it is JSON's null.</summary>
    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    /// <summary>The file and the place in it, for messages.</summary>
    public string Place => $"{file}: {path}";

    /// <summary>Whether it is an object.</summary>
    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    /// <summary>Whether it is an array.</summary>
    public bool IsArray => element.ValueKind == JsonValueKind.Array;

    /// <summary>The value as JSON.</summary>
    public string Json => element.GetRawText();

    /// <summary>Parses a file of at most so many bytes.</summary>
    /// <exception cref="ClozeException">The file cannot be read or is no JSON object.</exception>
    public static JsonField ReadFile(string path, long maximumBytes)
    {
        byte[] bytes = UntrustedFile.Read(path, maximumBytes);
        bool marked = bytes.AsSpan().StartsWith(System.Text.Encoding.UTF8.Preamble);
        try
        {
            NonFiniteNumbers.Replace(bytes);
            var root = new JsonField(path, "", UntrustedJson.Parse(bytes, allowTwice: true));
            return root.IsObject ? root : throw root.Wrong("an object");
        }
        catch (JsonException error)
        {
            long line = (error.LineNumber ?? 0) + 1;
            long column = (error.BytePositionInLine ?? 0) + (marked && line == 1 ? 4 : 1);
            throw new ClozeException(
                FormattableString.Invariant($"{path} is not valid JSON, at line {line}, byte {column}."), Hint, error);
        }
    }

    /// <summary>A member of an object, or null where it is missing or JSON's null.</summary>
    public JsonField? Optional(string name) => Find(name) is { IsNull: false } field ? field : null;

    /// <summary>How many members an object has.</summary>
    public int MemberCount => IsObject ? element.GetPropertyCount() : throw Wrong("an object");

    /// <summary>Whether an object has a member, which may be null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>The members of an object with their names, in the file's order.</summary>
    public IEnumerable<(string Name, JsonField Field)> Members()
    {
        (string at, string inFile) = (path, file);
        if (!IsObject) throw Wrong("an object");
        return element.EnumerateObject().Select(
            member => (Name: NameOf(member, inFile, at), new JsonField(inFile, $"{at}.*", member.Value)));
    }

    /// <summary>The items of an array.</summary>
    public IEnumerable<JsonField> Items()
    {
        (string at, string inFile) = (path, file);
        if (element.ValueKind != JsonValueKind.Array) throw Wrong("an array");
        return element.EnumerateArray().Select((item, i) => new JsonField(inFile, $"{at}[{i}]", item));
    }

    /// <summary>The value as a string.</summary>
    public string Text()
    {
        if (!UntrustedJson.IsText(element)) throw Wrong("a string");
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong("a string of whole characters");
        }
    }

    /// <summary>The value as true or false.</summary>
    public bool Flag() => element.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? element.GetBoolean()
        : throw Wrong("true or false");

    /// <summary>The value as an integer within limits.</summary>
    public int Integer(int minimum, int maximum) =>
        IsNumber && element.TryGetInt32(out int value) && value >= minimum && value <= maximum
            ? value
            : throw Wrong($"an integer from {minimum} to {maximum}");

    /// <summary>The value as any number.</summary>
    public double Number() =>
        IsNumber && element.TryGetDouble(out double value) ? value : throw Wrong("a number");

    /// <summary>The error that this value is not what was expected.</summary>
    public ClozeException Wrong(string expected, string hint = Hint)
    {
        string json = UntrustedJson.Raw(element);
        string found = json.Length <= 60 ? json : json[..60] + "...";
        string place = path.Length == 0 ? "the file" : path;
        return new ClozeException($"{file}: {place} is {found}, expected {expected}.", hint);
    }

    private bool IsNumber => element.ValueKind == JsonValueKind.Number;

    private static string NameOf(JsonProperty member, string file, string path)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException error)
        {
            throw Halved(file, path, error);
        }
    }

    private static ClozeException Halved(string file, string path, Exception error) =>
        new($"{file}: {path} has a name that is not made of whole characters.", Hint, error);

    private JsonField? Find(string name)
    {
        if (!IsObject) throw Wrong("an object");
        try
        {
            bool found = element.TryGetProperty(name, out JsonElement member);
            return found ? new JsonField(file, Member(name), member) : null;
        }
        catch (InvalidOperationException error)
        {
            throw Halved(file, path.Length == 0 ? "the file" : path, error);
        }
    }

    private string Member(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
