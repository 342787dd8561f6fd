using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Cloze.Formats;

/// <summary>
/// Reads the JSON header of a safetensors file, token by token: what the fields are and that each has its type.
/// Whether the tensors fit the file is the business of <see cref="SafetensorsLayout"/>.
/// </summary>
internal ref struct SafetensorsHeaderReader
{
    /// <summary>Lists and objects inside each other; the official library stops there too.</summary>
    private const int DeepestNesting = 127;

    private readonly string _path;
    private readonly List<DeclaredTensor> _tensors = [];
    private readonly HashSet<string> _names = [];
    private Dictionary<string, string>? _metadata;
    private Utf8JsonReader _reader;

    private SafetensorsHeaderReader(string path, ReadOnlySpan<byte> header)
    {
        _path = path;
        _reader = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = DeepestNesting });
    }

    /// <summary>A tensor as the header declares it, nothing of it checked but the types of its fields.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Type">Its element type.</param>
    /// <param name="Shape">Its dimensions.</param>
    /// <param name="Begin">Its first byte, counted from the end of the header.</param>
    /// <param name="End">The byte after its last.</param>
    internal readonly record struct DeclaredTensor(
        string Name, ElementType Type, IReadOnlyList<long> Shape, long Begin, long End);

    /// <summary>Reads a whole header.</summary>
    /// <exception cref="ClozeException">
    /// It is not UTF-8, not JSON, or a field is missing or of a wrong type.
    /// </exception>
    internal static (IReadOnlyList<DeclaredTensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(
        string path, ReadOnlySpan<byte> header)
    {
        if (!Utf8.IsValid(header)) throw FormatErrors.Damaged(path, "its header is not valid UTF-8.");
        var reader = new SafetensorsHeaderReader(path, header);
        try
        {
            reader.ReadHeader();
        }
        catch (JsonException error)
        {
            throw FormatErrors.Damaged(path, $"its header is not valid JSON: {JsonErrors.Describe(error)}", error);
        }

        return (reader._tensors, reader._metadata ?? []);
    }

    private void ReadHeader()
    {
        _reader.Read();
        Expect(JsonTokenType.StartObject, "the header", "an object");
        while (NextField(out string name))
        {
            if (name == "__metadata__") ReadMetadata();
            else ReadTensor(name);
        }

        // The end of the object must be the end of the header but for white space; otherwise this throws.
        _reader.Read();
    }

    private void ReadMetadata()
    {
        if (_metadata is not null) throw Wrong("the header", "\"__metadata__\" twice", "it once");
        _metadata = [];
        if (_reader.TokenType == JsonTokenType.Null) return;
        Expect(JsonTokenType.StartObject, "\"__metadata__\"", "an object of strings");
        while (NextField(out string key))
        {
            Expect(JsonTokenType.String, $"\"__metadata__\", field \"{key}\"", "a string");
            _metadata[key] = Text();
        }
    }

    private void ReadTensor(string name)
    {
        string place = $"tensor \"{name}\"";
        if (!_names.Add(name)) throw Wrong(place, "the name twice", "every name once");
        Expect(JsonTokenType.StartObject, place, "an object");
        ElementType? type = null;
        List<long>? shape = null, offsets = null;
        while (NextField(out string field))
        {
            string fieldPlace = $"{place}, field \"{field}\"";
            bool again = field switch
            {
                "dtype" => type is not null,
                "shape" => shape is not null,
                "data_offsets" => offsets is not null,
                _ => false,
            };
            if (again) throw Wrong(fieldPlace, "it twice", "it once");
            if (field == "dtype") type = ReadType(fieldPlace);
            else if (field == "shape") shape = ReadIntegers(fieldPlace);
            else if (field == "data_offsets") offsets = ReadIntegers(fieldPlace);
            else _reader.Skip();
        }

        if (type is null) throw Wrong(place, "no field \"dtype\"", "one");
        if (shape is null) throw Wrong(place, "no field \"shape\"", "one");
        if (offsets is null) throw Wrong(place, "no field \"data_offsets\"", "one");
        if (offsets.Count != 2)
        {
            throw Wrong($"{place}, field \"data_offsets\"", $"{offsets.Count} numbers", "two, begin and end");
        }

        _tensors.Add(new DeclaredTensor(name, type.Value, shape, offsets[0], offsets[1]));
    }

    private readonly ElementType ReadType(string place)
    {
        Expect(JsonTokenType.String, place, "the name of an element type");
        string name = Text();
        if (Enum.IsDefined(typeof(ElementType), name)) return Enum.Parse<ElementType>(name);
        throw Wrong(place, $"\"{Shorten(name)}\"", $"one of {string.Join(", ", Enum.GetNames<ElementType>())}");
    }

    private List<long> ReadIntegers(string place)
    {
        const string expected = "integers from 0 to 9223372036854775807";
        Expect(JsonTokenType.StartArray, place, $"a list of {expected}");
        var numbers = new List<long>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(JsonTokenType.Number, place, expected);
            bool whole = _reader.TryGetUInt64(out ulong number) && number <= long.MaxValue;
            numbers.Add(whole ? (long)number : throw Wrong(place, Found(), expected));
        }

        return numbers;
    }

    /// <summary>Steps to the value of the next field of the present object, or past the object's end.</summary>
    private bool NextField(out string name)
    {
        _reader.Read();
        name = "";
        if (_reader.TokenType == JsonTokenType.EndObject) return false;
        name = Text();
        _reader.Read();
        return true;
    }

    private readonly string Text()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw FormatErrors.Damaged(_path, "its header has half a surrogate pair in a string.", error);
        }
    }

    private readonly void Expect(JsonTokenType type, string place, string expected)
    {
        if (_reader.TokenType != type) throw Wrong(place, Found(), expected);
    }

    private readonly string Found() => _reader.TokenType switch
    {
        JsonTokenType.StartArray => "a list",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.String => $"\"{Shorten(Text())}\"",
        _ => Shorten(Encoding.UTF8.GetString(_reader.ValueSpan)),
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private readonly ClozeException Wrong(string place, string found, string expected) =>
        FormatErrors.Damaged(_path, $"{place} has {found}, expected {expected}.");
}
