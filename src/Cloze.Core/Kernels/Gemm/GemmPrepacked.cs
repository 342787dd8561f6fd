using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

/// <summary>
/// Products of few rows with a matrix that was packed beforehand, in panels of 16 columns over all depths, for AVX2:
/// the rows are read where they stand and go in tiles of at most six that are as equal as can be, so that 20 rows are
/// four tiles of five and none is computed in vain. A panel's run of depths stays in the level-1 cache for all tiles,
/// which meanwhile fetch the next run.
/// </summary>
/// <remarks>Every element has the bits that <see cref="Gemm{TKernel}"/> gives it.</remarks>
internal static unsafe class GemmPrepacked
{
    /// <summary>Columns of a panel.</summary>
    public const int Columns = 16;

    /// <summary>
    /// The fewest rows that are multiplied so: with fewer, the matrix's way from memory is all that counts.
    /// </summary>
    public const int FewestRows = 4;

    private const int MostRowsOfTile = 6;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Fma.IsSupported;

    /// <summary>Whether a matrix [N, K] can be packed so.</summary>
    public static bool Fits(int columns) => columns % Columns == 0;

    /// <summary>Packs one panel: panel[k, j] = b(16 panel + j, k).</summary>
    /// <param name="b">The matrix, its rows the columns of the product.</param>
    /// <param name="panel">The panel's number.</param>
    /// <param name="depth">K.</param>
    /// <param name="packed">All panels, [N / 16, K, 16].</param>
    public static void Pack(in GemmOperand b, int panel, int depth, float* packed) =>
        GemmPacking.Pack(b, panel * Columns, Columns, 0, depth, Columns, packed + ((nint)panel * depth * Columns));

    /// <summary>Computes some panels' columns of all rows of C.</summary>
    /// <param name="product">The product; its B is packed, its addend null or one row.</param>
    /// <param name="panel">The first panel.</param>
    /// <param name="panelEnd">The panel after the last.</param>
    public static void Multiply(in GemmProduct product, int panel, int panelEnd)
    {
        int tiles = Ceiling.Divide(product.Rows, MostRowsOfTile), block = product.DepthBlock;
        float* b = product.PackedB + ((nint)panel * product.Depth * Columns);
        for (; panel < panelEnd; panel++)
        {
            for (int start = 0; start < product.Depth; start += block)
            {
                int depth = Math.Min(block, product.Depth - start);
                MultiplyRun(product, panel * Columns, start, depth, tiles, b);
                b += (nint)depth * Columns;
            }
        }
    }

    // One run of depths of a panel, all rows. What follows it in memory is what is wanted next.
    private static void MultiplyRun(
        in GemmProduct product, int column, int start, int depth, int tiles, float* b)
    {
        // Lines that every four terms of a tile fetch, a line being a term's values.
        int lines = Ceiling.Divide(GemmTile.DepthsPerLine, tiles);
        var tile = new PrepackedTile
        {
            Depth = depth,
            RowStride = product.A.Stride,
            B = b,
            Ahead = b + ((nint)depth * Columns),
            LinesAhead = lines,
            AddendStride = start == 0 ? 0 : product.Stride,
            Stride = product.Stride,
        };
        float* addend = start == 0 ? product.Addend : product.C;
        for (int i = 0; i < tiles; i++)
        {
            int row = (int)((long)i * product.Rows / tiles), end = (int)((i + 1L) * product.Rows / tiles);
            tile.A = product.A.At(row, start);
            tile.C = product.C + (row * product.Stride) + column;
            tile.Addend = addend is null ? null : addend + (row * tile.AddendStride) + column;
            Multiply(tile, end - row);
            tile.Ahead += depth / GemmTile.DepthsPerLine * lines * GemmTile.LineFloats;
        }
    }

    private static void Multiply(in PrepackedTile tile, int rows)
    {
        switch (rows)
        {
            case 1: tile.Multiply<PrepackedTile.Rows1>(); break;
            case 2: tile.Multiply<PrepackedTile.Rows2>(); break;
            case 3: tile.Multiply<PrepackedTile.Rows3>(); break;
            case 4: tile.Multiply<PrepackedTile.Rows4>(); break;
            case 5: tile.Multiply<PrepackedTile.Rows5>(); break;
            default: tile.Multiply<PrepackedTile.Rows6>(); break;
        }
    }
}
