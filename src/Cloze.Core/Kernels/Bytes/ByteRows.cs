namespace Cloze.Kernels;

/// <summary>Rows of activations in bytes, see <see cref="ByteActivations"/>.</summary>
internal readonly unsafe struct ByteRows
{
    /// <summary>The bytes, a row after another.</summary>
    public required byte* Values { get; init; }

    /// <summary>Bytes from a row to the next, a multiple of <see cref="ByteMatrix.Group"/>.</summary>
    public required int Stride { get; init; }

    /// <summary>Each row's scale.</summary>
    public required float* Scales { get; init; }

    /// <summary>Each row's byte of 0.</summary>
    public required int* Zeros { get; init; }
}
