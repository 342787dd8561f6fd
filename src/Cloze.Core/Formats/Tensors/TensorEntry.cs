namespace Cloze.Formats;

/// <summary>One tensor of a file: what it is and where its bytes stand.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
/// <param name="Offset">Where its first element begins, counted from the beginning of the file.</param>
/// <param name="ByteLength">How many bytes its elements have together, which is what type and shape say.</param>
internal sealed record TensorEntry(
    string Name, ElementType Type, IReadOnlyList<long> Shape, long Offset, long ByteLength)
{
    /// <summary>
    /// Elements from one to the next along each dimension; null where they stand in row-major order without a gap.
    /// </summary>
    public IReadOnlyList<long>? Strides { get; init; }

    /// <summary>
    /// The masked CRC-32C of the tensor's bytes, where its file has one: it is compared when the first are read.
    /// </summary>
    public uint? Checksum { get; init; }

    /// <summary>The product of the dimensions; 1 for a scalar.</summary>
    public long ElementCount => (long)((Int128)ByteLength * 8 / Type.Bits());

    /// <summary>The dimensions as people write them: <c>[30522, 768]</c>.</summary>
    public string ShapeText => FormatShape(Shape);

    /// <summary>Dimensions as people write them: <c>[30522, 768]</c>.</summary>
    public static string FormatShape(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>A matrix seen the other way round: its rows as columns. The bytes stay where they are.</summary>
    public TensorEntry Transpose() => this with { Shape = [Shape[1], Shape[0]], Strides = [1, Shape[1]] };
}
