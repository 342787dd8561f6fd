namespace Cloze.Kernels;

/// <summary>The product C = A · B + addend, C [Rows, Columns], summed over Depth terms.</summary>
/// <remarks>
/// Every element is the sum, in order, of its addend and of one partial sum for each run of
/// <see cref="DepthBlock"/> terms; a partial sum is a chain of fused multiply-adds. Nothing of this depends on the
/// other rows and columns, on the number of threads or on how the work is cut: a row alone has the bits that it has
/// in a batch.
/// </remarks>
internal readonly unsafe struct GemmProduct
{
    // A panel of B of so many terms, 32 columns wide, and one of A fill about a level-1 cache.
    private const int LongestDepthBlock = 256;

    /// <summary>The left factor; its units are the rows of C.</summary>
    public required GemmOperand A { get; init; }

    /// <summary>The right factor; its units are the columns of C.</summary>
    public required GemmOperand B { get; init; }

    /// <summary>
    /// <see cref="B"/> as <see cref="GemmPrepacked"/> packs it, which then reads it in B's place; null where it is not.
    /// </summary>
    public float* PackedB { get; init; }

    /// <summary>Rows of C.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of C.</summary>
    public required int Columns { get; init; }

    /// <summary>Number of terms of each sum.</summary>
    public required int Depth { get; init; }

    /// <summary>Added to the product: a matrix, a row with stride 0, C itself to accumulate, or null.</summary>
    public float* Addend { get; init; }

    /// <summary>Floats between rows of the addend.</summary>
    public nint AddendStride { get; init; }

    /// <summary>Destination.</summary>
    public required float* C { get; init; }

    /// <summary>Floats between rows of the destination.</summary>
    public required nint Stride { get; init; }

    /// <summary>
    /// Whether tiles read copies of both factors, wherever these stand; the engine decides it. The bits are the same.
    /// </summary>
    public bool CopiesFactors { get; init; }

    /// <summary>Where the sums over the depth of A's rows, columns in memory, are added; null for nowhere.</summary>
    public float* RowSums { get; init; }

    /// <summary>Terms of a partial sum: the depth in equal runs of a multiple of 16. Depends on it alone.</summary>
    public int DepthBlock
    {
        get
        {
            int runs = Math.Max(Ceiling.Divide(Depth, LongestDepthBlock), 1);
            return Math.Max(Ceiling.RoundUp(Ceiling.Divide(Depth, runs), 16), 16);
        }
    }
}
