namespace Cloze.Kernels;

/// <summary>One register tile of a product: where its operands and its destination stand in memory.</summary>
internal unsafe struct GemmTile
{
    /// <summary>A line is fetched ahead once in so many terms.</summary>
    public const int DepthsPerLine = 4;

    /// <summary>Floats of a line.</summary>
    public const int LineFloats = 16;

    /// <summary>Number of terms.</summary>
    public nint Depth;

    /// <summary>The left factor: a[r, k] = A[(r * ARow) + (k * ADepth)].</summary>
    public float* A;

    /// <summary>The rows of A after those of a tile, where a narrow tile has twice as many.</summary>
    public float* NextA;

    /// <summary>Floats between the rows of A.</summary>
    public nint ARow;

    /// <summary>Floats between the terms of A.</summary>
    public nint ADepth;

    /// <summary>The right factor: b[k, j] = B[(k * BDepth) + j].</summary>
    public float* B;

    /// <summary>Floats between the terms of B.</summary>
    public nint BDepth;

    /// <summary>Added to the finished sum; it may be <see cref="C"/>.</summary>
    public float* Addend;

    /// <summary>Floats between rows of the addend; 0 repeats one row.</summary>
    public nint AddendStride;

    /// <summary>Destination.</summary>
    public float* C;

    /// <summary>Floats between rows of the destination.</summary>
    public nint Stride;

    /// <summary>Fetched into the level-2 cache meanwhile, line by line; any address will do.</summary>
    public float* Ahead;

    /// <summary>Floats between the lines that are fetched.</summary>
    public nint AheadStep;
}
