namespace Cloze.Kernels;

/// <summary>
/// A factor of a product C = A · B as the packing sees it: <i>units</i> (rows of A, columns of B) by <i>depth</i>
/// (the index that is summed over).
/// </summary>
/// <param name="Values">The value of unit 0 at depth 0.</param>
/// <param name="Stride">Floats from one row of the matrix in memory to the next.</param>
/// <param name="UnitsAreRows">
/// Whether a unit is a row of the matrix in memory (its depth contiguous), else a column.
/// </param>
internal readonly unsafe record struct GemmOperand(nint Values, nint Stride, bool UnitsAreRows)
{
    /// <summary>The matrix whose rows are the units: A of A · B, or B of A · Bᵀ.</summary>
    public static GemmOperand Rows(float* values, nint stride) => new((nint)values, stride, true);

    /// <summary>The matrix whose columns are the units: A of Aᵀ · B, or B of A · B.</summary>
    public static GemmOperand Columns(float* values, nint stride) => new((nint)values, stride, false);

    /// <summary>
    /// Whether rows are a multiple of 4 KB apart: then the lines of a tile's rows or terms all fall on one set of the
    /// level-1 cache, which holds 8 to 12 of them, and a tile had better read a packed copy.
    /// </summary>
    public bool SharesCacheSets => Stride % 1024 == 0;

    /// <summary>The address of one value.</summary>
    public float* At(int unit, int depth) =>
        (float*)Values + (UnitsAreRows ? (unit * Stride) + depth : (depth * Stride) + unit);
}
