namespace Cloze.Kernels;

/// <summary>
/// Products of few rows with a matrix that is much larger, as of one sentence with a layer's weights. The roles are
/// swapped: Cᵀ = B · Aᵀ. The large matrix is read once, row after row, where it stands or, where its rows share cache
/// sets, packed a tile at a time; the few rows are packed as panels and stay in the level-2 cache; the destination is
/// written by transposing finished sums.
/// </summary>
/// <remarks>Every element has the bits that <see cref="Gemm{TKernel}"/> gives it.</remarks>
internal static unsafe class GemmFewRows<TKernel>
    where TKernel : struct, IGemmKernel
{
    // So many packed values, 384 KB, stay in the cache while the large matrix passes by.
    private const int MostValues = 96 * 1024;

    /// <summary>Floats of scratch that <see cref="Multiply"/> needs for a rectangle of so many rows.</summary>
    public static int ScratchSize(int rows, in GemmProduct product) =>
        GemmRun<TKernel>.ZeroSize
        + (Ceiling.RoundUp(rows, TKernel.Rows) * Width(product))
        + (TKernel.Rows * product.DepthBlock);

    /// <summary>
    /// Computes C transposed, for a range of the large matrix's rows: the element of row r and column j goes to
    /// C[j * Stride + r]. The addend is one value a row, or null.
    /// </summary>
    public static void Multiply(in GemmProduct product, in GemmPanels panels, in GemmArea area, float* scratch)
    {
        int width = Width(product), start = 0;
        int stretch = Math.Max(MostValues / width / product.DepthBlock, 1) * product.DepthBlock;
        float* edge = scratch + GemmRun<TKernel>.ZeroSize, sums = edge + (TKernel.Rows * product.DepthBlock);
        Begin(product, area, width, sums);
        for (; start < product.Depth; start += stretch)
        {
            int end = Math.Min(start + stretch, product.Depth);
            for (int row = area.Row; row < area.RowEnd; row += TKernel.Rows)
            {
                MultiplyRows(product, panels, area, row, start, end, sums + ((nint)(row - area.Row) * width), edge);
            }
        }

        float* c = product.C + area.Row;
        GemmPacking.Transpose(sums, width, area.RowEnd - area.Row, product.Columns, product.Stride, c);
    }

    // The rows of one tile, over a stretch of depths that the packed values stay in the cache for.
    private static void MultiplyRows(
        in GemmProduct product,
        in GemmPanels panels,
        in GemmArea area,
        int row,
        int start,
        int end,
        float* sums,
        float* edge)
    {
        int width = Width(product), rows = Math.Min(TKernel.Rows, area.RowEnd - row), fetched = row + TKernel.Rows;
        bool packed = rows < TKernel.Rows || product.A.SharesCacheSets;
        var tile = new GemmTile
        {
            ARow = packed ? 1 : product.A.Stride,
            ADepth = packed ? TKernel.Rows : 1,
            BDepth = TKernel.Columns,
            AddendStride = width,
            Stride = width,
            AheadStep = GemmTile.LineFloats,
        };
        for (; start < end; start += product.DepthBlock)
        {
            int depth = Math.Min(product.DepthBlock, end - start);
            if (packed) GemmPacking.Pack(product.A, row, rows, start, depth, TKernel.Rows, edge);
            tile.Depth = depth;
            tile.A = packed ? edge : product.A.At(row, start);
            for (int column = 0; column < product.Columns; column += TKernel.Columns)
            {
                tile.B = panels.At(column, start, TKernel.Columns);
                tile.Addend = tile.C = sums + column;
                tile.Ahead = product.A.At(Math.Min(fetched++, product.Rows - 1), start);
                TKernel.Multiply(tile);
            }
        }
    }

    private static void Begin(in GemmProduct product, in GemmArea area, int width, float* sums)
    {
        for (int row = area.Row; row < area.RowEnd; row++, sums += width)
        {
            new Span<float>(sums, width).Fill(product.Addend is null ? 0 : product.Addend[row]);
        }
    }

    private static int Width(in GemmProduct product) => Ceiling.RoundUp(product.Columns, TKernel.Columns);
}
