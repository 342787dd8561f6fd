using Cloze.Onnx.Messages;
using Google.Protobuf;

namespace Cloze.Onnx;

/// <summary>
/// Writes a model constant by constant, so that its weights are never in memory a second time: fields of a message that
/// come after one another are the message, and the sizes that stand before them are known.
/// </summary>
/// <param name="model">The model without its graph.</param>
/// <param name="graph">The graph without its constants.</param>
/// <param name="initializers">The constants.</param>
/// <param name="external">Those that stand in another file; null for none.</param>
internal sealed class ModelFile(
    ModelProto model, GraphProto graph, IReadOnlyCollection<Initializer> initializers, ExternalData? external)
{
    private const int LengthDelimited = 2, BitsOfWireType = 3;

    /// <summary>The file's length in bytes.</summary>
    public long Length => model.CalculateSize() + FieldSize(ModelProto.GraphFieldNumber, GraphSize);

    private long GraphSize => graph.CalculateSize()
        + initializers.Sum(initializer => FieldSize(GraphProto.InitializerFieldNumber, TensorSize(initializer)));

    /// <summary>Writes the file.</summary>
    public void Write(Stream stream)
    {
        model.WriteTo(stream);
        Begin(stream, ModelProto.GraphFieldNumber, GraphSize);
        graph.WriteTo(stream);
        foreach (Initializer initializer in initializers)
        {
            Begin(stream, GraphProto.InitializerFieldNumber, TensorSize(initializer));
            Header(initializer).WriteTo(stream);
            if (IsExternal(initializer)) continue;
            Begin(stream, TensorProto.RawDataFieldNumber, initializer.ByteCount);
            initializer.Write(stream);
        }
    }

    private bool IsExternal(Initializer initializer) => external?.Has(initializer) ?? false;

    private TensorProto Header(Initializer initializer) =>
        IsExternal(initializer) ? external!.Header(initializer) : initializer.Header();

    private long TensorSize(Initializer initializer)
    {
        long header = Header(initializer).CalculateSize();
        if (IsExternal(initializer)) return header;
        return header + FieldSize(TensorProto.RawDataFieldNumber, initializer.ByteCount);
    }

    private static long FieldSize(int field, long size) =>
        CodedOutputStream.ComputeUInt32Size(Tag(field)) + CodedOutputStream.ComputeUInt64Size((ulong)size) + size;

    private static void Begin(Stream stream, int field, long size)
    {
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        output.WriteUInt32(Tag(field));
        output.WriteUInt64((ulong)size);
    }

    private static uint Tag(int field) => ((uint)field << BitsOfWireType) | LengthDelimited;
}
