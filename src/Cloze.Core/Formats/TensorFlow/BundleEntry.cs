namespace Cloze.Formats;

/// <summary>
/// What a checkpoint's index says of a tensor. Source: TensorFlow's core/protobuf/tensor_bundle.proto and
/// core/framework/types.proto.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type; null for strings and others that weights do not have.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Shard">The file that its bytes are in.</param>
/// <param name="Offset">Where they begin there.</param>
/// <param name="Size">How many there are.</param>
/// <param name="Checksum">Their masked CRC-32C.</param>
/// <param name="HasSlices">Whether it is stored in parts.</param>
internal sealed record BundleEntry(
    string Name,
    ElementType? Type,
    IReadOnlyList<long> Shape,
    long Shard,
    long Offset,
    long Size,
    uint Checksum,
    bool HasSlices)
{
    private const int TypeField = 1, ShapeField = 2, ShardField = 3, OffsetField = 4, SizeField = 5, SumField = 6;
    private const int SlicesField = 7, DimensionField = 2, DimensionSizeField = 1;

    /// <summary>Reads an entry.</summary>
    /// <exception cref="ClozeException">It breaks the encoding.</exception>
    public static BundleEntry Read(string path, string name, ReadOnlySpan<byte> bytes)
    {
        var entry = new BundleEntry(name, null, [], 0, 0, 0, 0, false);
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            entry = reader.Field switch
            {
                TypeField => entry with { Type = TypeOf(reader.Number) },
                ShapeField => entry with { Shape = ReadShape(path, name, reader.Bytes) },
                ShardField => entry with { Shard = reader.Number },
                OffsetField => entry with { Offset = reader.Number },
                SizeField => entry with { Size = reader.Number },
                SumField => entry with { Checksum = (uint)reader.Number },
                SlicesField => entry with { HasSlices = true },
                _ => entry,
            };
        }

        return reader.IsBroken ? throw Broken(path, name) : entry;
    }

    private static long[] ReadShape(string path, string name, ReadOnlySpan<byte> bytes)
    {
        var shape = new List<long>();
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            if (reader.Field != DimensionField) continue;
            var dimension = new ProtoReader(reader.Bytes);
            long size = 0;
            while (dimension.Next())
            {
                if (dimension.Field == DimensionSizeField) size = dimension.Number;
            }

            if (dimension.IsBroken || size < 0) throw Broken(path, name);
            shape.Add(size);
        }

        return reader.IsBroken ? throw Broken(path, name) : [.. shape];
    }

    private static ElementType? TypeOf(long type) => type switch
    {
        1 => ElementType.F32,
        2 => ElementType.F64,
        3 => ElementType.I32,
        4 => ElementType.U8,
        5 => ElementType.I16,
        6 => ElementType.I8,
        9 => ElementType.I64,
        10 => ElementType.BOOL,
        14 => ElementType.BF16,
        17 => ElementType.U16,
        19 => ElementType.F16,
        22 => ElementType.U32,
        23 => ElementType.U64,
        _ => null,
    };

    private static ClozeException Broken(string path, string name) =>
        TensorFlowErrors.Damaged(path, $"what it says of \"{name}\" is broken.");
}
