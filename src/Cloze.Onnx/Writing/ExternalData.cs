using Cloze.Onnx.Messages;

namespace Cloze.Onnx;

/// <summary>
/// Constants in a file of their own beside the model, for models that are more than one message may be. The place of
/// each is known before it is written: they stand in order, each at the beginning of a page.
/// </summary>
internal sealed class ExternalData
{
    // Less than this stays in the model: an engine looks at shapes and the like before it loads weights.
    private const long Fewest = 1024;
    private const long Page = 4096;

    private readonly Dictionary<string, long> _places = [];

    /// <summary>Gives each large constant its place.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="initializers">The constants, in the order in which they are written.</param>
    public ExternalData(string name, IEnumerable<Initializer> initializers)
    {
        Name = name;
        foreach (Initializer initializer in initializers.Where(constant => constant.ByteCount >= Fewest))
        {
            long place = (Length + Page - 1) / Page * Page;
            _places.Add(initializer.Name, place);
            Length = place + initializer.ByteCount;
        }
    }

    /// <summary>The file's name, without a folder.</summary>
    public string Name { get; }

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; }

    /// <summary>Whether a constant stands in the file.</summary>
    public bool Has(Initializer initializer) => _places.ContainsKey(initializer.Name);

    /// <summary>A constant as the model has it: where its values are.</summary>
    public TensorProto Header(Initializer initializer)
    {
        TensorProto header = initializer.Header();
        header.DataLocation = TensorProto.Types.DataLocation.External;
        header.ExternalData.Add(Entry("location", Name));
        header.ExternalData.Add(Entry("offset", Text(_places[initializer.Name])));
        header.ExternalData.Add(Entry("length", Text(initializer.ByteCount)));
        return header;
    }

    /// <summary>Writes the file.</summary>
    public void Write(Stream stream, IEnumerable<Initializer> initializers)
    {
        long written = 0;
        foreach (Initializer initializer in initializers.Where(Has))
        {
            stream.Write(new byte[_places[initializer.Name] - written]);
            initializer.Write(stream);
            written = _places[initializer.Name] + initializer.ByteCount;
        }
    }

    private static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };

    private static string Text(long number) => FormattableString.Invariant($"{number}");
}
