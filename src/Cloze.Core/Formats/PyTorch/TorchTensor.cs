namespace Cloze.Formats;

/// <summary>A tensor of a PyTorch file: a view of a storage, known to lie in it.</summary>
/// <param name="Storage">Where its elements are.</param>
/// <param name="First">The first one's place there.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
/// <param name="Strides">Elements from one to the next along each dimension.</param>
internal sealed record TorchTensor(
    TorchStorage Storage, long First, IReadOnlyList<long> Shape, IReadOnlyList<long> Strides)
{
    /// <summary>Its place in the file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="storageStart">Where the storage's bytes begin in the file.</param>
    public TensorEntry At(string name, long storageStart)
    {
        long count = Shape.Aggregate(1L, (product, dimension) => product * dimension);
        return new TensorEntry(
            name,
            Storage.Type,
            Shape,
            storageStart + (First * Storage.ElementBytes),
            count * Storage.ElementBytes)
        {
            Strides = StridedElements.AreRowMajor(Shape, Strides) ? null : Strides,
        };
    }
}
