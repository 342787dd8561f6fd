namespace Cloze.Kernels;

/// <summary>Where a product goes, [T, N], and what is added to it.</summary>
internal readonly unsafe struct ByteTarget
{
    /// <summary>The bias, [N]; null for none.</summary>
    public required float* Bias { get; init; }

    /// <summary>The product's first value.</summary>
    public required float* Values { get; init; }

    /// <summary>Values from a row to the next.</summary>
    public required int Stride { get; init; }
}
