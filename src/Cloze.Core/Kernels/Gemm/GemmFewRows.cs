namespace Cloze.Kernels;

/// <summary>
/// Products of few rows with a matrix that is much larger, as of one sentence with a layer's weights. The roles are
/// swapped: Cᵀ = B · Aᵀ. The large matrix is read once, row after row, where it stands or, where its rows share
/// cache sets or factors are copied, packed a tile at a time; the few rows are packed as panels and stay in the
/// level-2 cache; the destination is written by transposing finished sums. What is left for the last panel goes into a
/// narrow one if it has room.
/// </summary>
/// <remarks>Every element has the bits that <see cref="Gemm{TKernel}"/> gives it.</remarks>
internal static unsafe class GemmFewRows<TKernel>
    where TKernel : struct, IGemmKernel
{
    // So many packed values, 384 KB, stay in the cache while the large matrix passes by.
    private const int MostValues = 96 * 1024;

    /// <summary>Rows of the large matrix that are multiplied together, for so many of the few.</summary>
    public static int RowsTogether(int fewRows) => TilesTogether(fewRows) * TKernel.Rows;

    /// <summary>Floats of scratch that <see cref="Multiply"/> needs for a rectangle of so many rows.</summary>
    public static int ScratchSize(int rows, in GemmProduct product)
    {
        int together = RowsTogether(product.Columns);
        return GemmRun<TKernel>.ZeroSize
            + (Ceiling.RoundUp(rows, together) * Width(product.Columns))
            + (together * product.DepthBlock);
    }

    /// <summary>Packs one part of the few rows.</summary>
    public static void Pack(in GemmOperand fewRows, in GemmPanels panels, int part) =>
        Gemm<TKernel>.Pack(fewRows, panels, part, TKernel.NarrowColumns);

    /// <summary>
    /// Computes C transposed, for a range of the large matrix's rows: the element of row r and column j goes to
    /// C[j * Stride + r]. The addend is one value a row, or null.
    /// </summary>
    public static void Multiply(in GemmProduct product, in GemmPanels panels, in GemmArea area, float* scratch)
    {
        int width = Width(product.Columns), together = RowsTogether(product.Columns), start = 0;
        int stretch = Math.Max(MostValues / width / product.DepthBlock, 1) * product.DepthBlock;
        float* edges = scratch + GemmRun<TKernel>.ZeroSize, sums = edges + (together * product.DepthBlock);
        Begin(product, area, width, sums);
        for (; start < product.Depth; start += stretch)
        {
            int end = Math.Min(start + stretch, product.Depth);
            for (int row = area.Row; row < area.RowEnd; row += together)
            {
                MultiplyRows(product, panels, area, row, start, end, sums + ((nint)(row - area.Row) * width), edges);
            }
        }

        float* c = product.C + area.Row;
        GemmPacking.Transpose(sums, width, area.RowEnd - area.Row, product.Columns, product.Stride, c);
    }

    // The rows of one or two tiles, over a stretch of depths that the packed values stay in the cache for.
    private static void MultiplyRows(
        in GemmProduct product,
        in GemmPanels panels,
        in GemmArea area,
        int row,
        int start,
        int end,
        float* sums,
        float* edges)
    {
        int together = RowsTogether(product.Columns), left = area.RowEnd - row;
        int width = Width(product.Columns), wide = WideColumns(product.Columns);
        bool packed = left < together || product.A.SharesCacheSets || product.CopiesFactors;
        var tile = new GemmTile
        {
            ARow = packed ? 1 : product.A.Stride,
            ADepth = packed ? TKernel.Rows : 1,
            AddendStride = width,
            Stride = width,
            AheadStep = GemmTile.LineFloats,
        };
        float* ahead = product.A.At(Math.Min(row + together, product.Rows - 1), start);
        for (; start < end; start += product.DepthBlock)
        {
            int depth = Math.Min(product.DepthBlock, end - start);
            tile.Depth = depth;
            tile.BDepth = TKernel.Columns;
            float* first = packed ? edges : product.A.At(row, start);
            for (int part = 0; part < Math.Min(left, together); part += TKernel.Rows)
            {
                tile.A = packed ? edges + (part * product.DepthBlock) : product.A.At(row + part, start);
                if (packed)
                {
                    int rows = Math.Min(TKernel.Rows, left - part);
                    GemmPacking.Pack(product.A, row + part, rows, start, depth, TKernel.Rows, tile.A);
                }

                for (int column = 0; column < wide; column += TKernel.Columns)
                {
                    tile.B = panels.At(column, start, TKernel.Columns);
                    tile.Addend = tile.C = sums + ((nint)part * width) + column;
                    tile.Ahead = ahead;
                    ahead += Fetched(depth);
                    TKernel.Multiply(tile);
                }
            }

            if (wide == width) continue;
            tile.NextA = tile.A;
            tile.A = first;
            tile.BDepth = TKernel.NarrowColumns;
            tile.B = panels.At(wide, start, TKernel.NarrowColumns);
            tile.Addend = tile.C = sums + wide;
            tile.Ahead = ahead;
            ahead += Fetched(depth);
            TKernel.MultiplyNarrow(tile);
        }
    }

    private static void Begin(in GemmProduct product, in GemmArea area, int width, float* sums)
    {
        for (int row = area.Row; row < area.RowEnd; row++, sums += width)
        {
            new Span<float>(sums, width).Fill(product.Addend is null ? 0 : product.Addend[row]);
        }
    }

    // Floats that a tile of so many terms fetches ahead: the rows that come next are one run in memory.
    private static int Fetched(int depth) => Ceiling.Divide(depth, GemmTile.DepthsPerLine) * GemmTile.LineFloats;

    private static int TilesTogether(int fewRows) =>
        WideColumns(fewRows) < Width(fewRows) ? TKernel.NarrowTiles : 1;

    // The columns of the full panels, and those of all.
    private static int WideColumns(int fewRows)
    {
        int rest = fewRows % TKernel.Columns;
        return rest == 0 || rest > TKernel.NarrowColumns ? Ceiling.RoundUp(fewRows, TKernel.Columns) : fewRows - rest;
    }

    private static int Width(int fewRows)
    {
        int wide = WideColumns(fewRows);
        return fewRows > wide ? wide + TKernel.NarrowColumns : wide;
    }
}
