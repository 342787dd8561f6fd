using Cloze.Onnx.Messages;
using DataType = Cloze.Onnx.Messages.TensorProto.Types.DataType;

namespace Cloze.Onnx;

/// <summary>A constant of a graph, whose bytes are made when they are written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
/// <param name="Write">Writes its values, little-endian, <see cref="ByteCount"/> bytes.</param>
internal sealed record Initializer(string Name, DataType Type, IReadOnlyList<long> Shape, Action<Stream> Write)
{
    /// <summary>The bytes of its values.</summary>
    public long ByteCount => Shape.Aggregate(SizeOf(Type), (product, dimension) => checked(product * dimension));

    /// <summary>The constant without its values.</summary>
    public TensorProto Header() => new() { Name = Name, DataType = Type, Dims = { Shape } };

    private static long SizeOf(DataType type) => type switch
    {
        DataType.Int64 => sizeof(long),
        DataType.Float => sizeof(float),
        DataType.Float16 => sizeof(ushort),
        _ => sizeof(sbyte),
    };
}
