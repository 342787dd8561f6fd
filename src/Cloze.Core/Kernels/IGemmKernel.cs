namespace Cloze.Kernels;

/// <summary>
/// A register tile of a matrix product for one instruction set. Every element of the tile is the same chain of
/// fused multiply-adds over the depth, so that its bits do not depend on its place.
/// </summary>
internal unsafe interface IGemmKernel
{
    /// <summary>Rows of the tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of the tile.</summary>
    static abstract int Columns { get; }

    /// <summary>c[r, j] = sum over k of a[k, r] * b[k, j] + addend[r, j].</summary>
    /// <param name="depth">Number of terms.</param>
    /// <param name="a">Packed panel [depth, Rows].</param>
    /// <param name="b">Packed panel [depth, Columns].</param>
    /// <param name="addend">Added to the finished sum; it may be <paramref name="c"/>.</param>
    /// <param name="addendStride">Floats between rows of the addend; 0 repeats one row.</param>
    /// <param name="c">Destination.</param>
    /// <param name="stride">Floats between rows of the destination.</param>
    static abstract void Multiply(
        nint depth, float* a, float* b, float* addend, nint addendStride, float* c, nint stride);
}
