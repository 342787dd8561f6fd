namespace Cloze.Kernels;

/// <summary>
/// A register tile of a matrix product for one instruction set. Every element of the tile is the same chain of
/// fused multiply-adds over the depth, so that its bits do not depend on its place.
/// </summary>
internal interface IGemmKernel
{
    /// <summary>Rows of the tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of the tile.</summary>
    static abstract int Columns { get; }

    /// <summary>
    /// Whether a tile reads terms where they stand, far apart, if they are rows of a matrix in memory. Else such
    /// factors are packed first; B always is.
    /// </summary>
    static abstract bool ReadsTermsInPlace { get; }

    /// <summary>Columns of the narrow tile, which serves where few columns are left.</summary>
    static abstract int NarrowColumns { get; }

    /// <summary>How many tiles' rows the narrow tile has, 1 or 2: as many as fill its accumulators.</summary>
    static abstract int NarrowTiles { get; }

    /// <summary>c[r, j] = sum over k of a[r, k] * b[k, j] + addend[r, j].</summary>
    static abstract void Multiply(in GemmTile tile);

    /// <summary>
    /// The same for the narrow tile, which has <see cref="NarrowTiles"/> * <see cref="Rows"/> rows and
    /// <see cref="NarrowColumns"/> columns, so that B's panel is narrow too.
    /// </summary>
    static abstract void MultiplyNarrow(in GemmTile tile);
}
