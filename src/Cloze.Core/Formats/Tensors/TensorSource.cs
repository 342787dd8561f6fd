namespace Cloze.Formats;

/// <summary>A tensor of floats to be written.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
/// <param name="Values">Gives its elements when their turn comes, stretch by stretch.</param>
internal sealed record TensorSource(string Name, IReadOnlyList<long> Shape, TensorSource.ValueGetter Values)
{
    /// <summary>Gives elements in row-major order that stay valid until the next call.</summary>
    /// <param name="first">The place of the first element asked for.</param>
    /// <param name="count">How many are asked for, at least one.</param>
    public delegate ReadOnlySpan<float> ValueGetter(long first, int count);

    /// <summary>The type it is written in: F32, F16 or BF16; values are rounded to the nearest, ties to even.</summary>
    public ElementType Type { get; init; } = ElementType.F32;

    /// <summary>The product of the dimensions; 1 for a scalar.</summary>
    public long ElementCount => Shape.Aggregate(1L, (product, dimension) => checked(product * dimension));

    /// <summary>Its bytes in the file.</summary>
    public long ByteLength => checked(ElementCount * (Type.Bits() / 8));

    /// <summary>Puts tensors into the order of the file.</summary>
    /// <exception cref="ArgumentException">A name comes twice.</exception>
    public static TensorSource[] Order(IEnumerable<TensorSource> tensors)
    {
        TensorSource[] ordered = [.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        for (int i = 1; i < ordered.Length; i++)
        {
            if (ordered[i - 1].Name != ordered[i].Name) continue;
            throw new ArgumentException($"\"{ordered[i].Name}\" is reserved or comes twice.", nameof(tensors));
        }

        return ordered;
    }
}
