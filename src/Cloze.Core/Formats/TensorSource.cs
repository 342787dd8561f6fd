namespace Cloze.Formats;

/// <summary>A float32 tensor to be written.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
/// <param name="Values">Gives its elements in row-major order when their turn comes.</param>
public sealed record TensorSource(string Name, IReadOnlyList<long> Shape, TensorSource.ValueGetter Values)
{
    /// <summary>Gives elements that stay valid until the next call.</summary>
    public delegate ReadOnlySpan<float> ValueGetter();

    /// <summary>The product of the dimensions; 1 for a scalar.</summary>
    public long ElementCount => Shape.Aggregate(1L, (product, dimension) => checked(product * dimension));
}
