namespace Cloze.Formats;

/// <summary>A constant of a graph: what it is and where its bytes stand.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Element">What its values are.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
/// <param name="File">The file's name beside the model that holds its bytes; null for the model itself.</param>
/// <param name="Place">Where its bytes begin there.</param>
/// <param name="Length">
/// How many they are, which is what type and shape say; 0 where it has <see cref="Numbers"/>.
/// </param>
internal sealed record OnnxTensor(
    string Name, OnnxElement Element, IReadOnlyList<long> Shape, string? File, long Place, long Length)
{
    /// <summary>Its values where they stand as a list of whole numbers, and not as bytes; else empty.</summary>
    public IReadOnlyList<long> Numbers { get; init; } = [];

    /// <summary>The product of the dimensions; 1 for a scalar.</summary>
    public long Count => Shape.Aggregate(1L, (product, dimension) => product * dimension);

    /// <summary>Whether its values are floats that stand as bytes.</summary>
    public bool IsFloat => Length > 0 && Element
        is OnnxElement.Float or OnnxElement.Float16 or OnnxElement.BFloat16 or OnnxElement.Double;

    /// <summary>The dimensions as people write them.</summary>
    public string ShapeText => TensorEntry.FormatShape(Shape);

    /// <summary>The bytes of a value; 0 for a type that weights do not have.</summary>
    public static int SizeOf(OnnxElement element) => element switch
    {
        OnnxElement.Float => 4,
        OnnxElement.UInt8 or OnnxElement.Int8 => 1,
        OnnxElement.Int64 or OnnxElement.Double => 8,
        OnnxElement.Float16 or OnnxElement.BFloat16 => 2,
        _ => 0,
    };
}
