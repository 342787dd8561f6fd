namespace Cloze.Formats;

/// <summary>A float32 tensor to be written.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
/// <param name="Values">Gives its elements when their turn comes, stretch by stretch.</param>
internal sealed record TensorSource(string Name, IReadOnlyList<long> Shape, TensorSource.ValueGetter Values)
{
    /// <summary>Gives elements in row-major order that stay valid until the next call.</summary>
    /// <param name="first">The place of the first element asked for.</param>
    /// <param name="count">How many are asked for, at least one.</param>
    public delegate ReadOnlySpan<float> ValueGetter(long first, int count);

    /// <summary>The product of the dimensions; 1 for a scalar.</summary>
    public long ElementCount => Shape.Aggregate(1L, (product, dimension) => checked(product * dimension));
}
