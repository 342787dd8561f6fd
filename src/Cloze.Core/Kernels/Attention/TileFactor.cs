namespace Cloze.Kernels;

/// <summary>The left factor of a small product: single values, read where they stand.</summary>
/// <param name="values">The first value.</param>
/// <param name="rowStride">Floats between rows.</param>
/// <param name="depthStride">Floats between the values of a row.</param>
internal readonly unsafe struct TileFactor(float* values, nint rowStride, nint depthStride)
{
    /// <summary>Floats between rows.</summary>
    public nint RowStride => rowStride;

    /// <summary>Floats between the values of a row.</summary>
    public nint DepthStride => depthStride;

    /// <summary>The beginning of a row.</summary>
    public float* Row(int row) => values + (row * rowStride);

    /// <summary>A matrix whose rows lie <paramref name="stride"/> apart.</summary>
    public static TileFactor Plain(float* values, nint stride) => new(values, stride, 1);

    /// <summary>The transpose of a matrix whose rows lie <paramref name="stride"/> apart.</summary>
    public static TileFactor Transposed(float* values, nint stride) => new(values, 1, stride);
}
