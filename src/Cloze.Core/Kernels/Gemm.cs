namespace Cloze.Kernels;

/// <summary>
/// Matrix products on one thread, by panels (Goto and van de Geijn 2008): B is packed once for all, A in blocks that
/// stay in the level-2 cache; a panel of B stays in the level-1 cache while the panels of A pass by.
/// </summary>
internal static unsafe class Gemm<TKernel>
    where TKernel : struct, IGemmKernel
{
    // Scratch: a row of zeros, a tile for the edges, the packed block of A.
    private const int ZeroSize = 64;
    private const int TileSize = 1024;
    private const int PackDepth = 256;

    /// <summary>Floats of scratch that <see cref="Multiply"/> needs for so many rows; zero at first.</summary>
    public static int ScratchSize(int rows, int depthBlock) =>
        ZeroSize + TileSize + (RoundUp(rows, TKernel.Rows) * depthBlock);

    /// <summary>Floats of a packed B.</summary>
    public static nint PackedSize(int columns, int depth) => (nint)RoundUp(columns, TKernel.Columns) * depth;

    /// <summary>Number of parts in which B is packed.</summary>
    public static int PackCount(in GemmOperand b, in GemmPanels panels) =>
        Parts(panels.ColumnEnd - panels.Column, PackColumns(b)) * Parts(panels.Depth, PackDepth);

    /// <summary>Packs one part of B.</summary>
    public static void Pack(in GemmOperand b, in GemmPanels panels, int part)
    {
        int parts = Parts(panels.Depth, PackDepth);
        int column = panels.Column + (part / parts * PackColumns(b));
        int start = panels.Start + (part % parts * PackDepth);
        GemmPacking.Pack(
            b,
            column,
            Math.Min(PackColumns(b), panels.ColumnEnd - column),
            start,
            Math.Min(PackDepth, panels.End - start),
            TKernel.Columns,
            (nint)TKernel.Columns * panels.Depth,
            panels.At(column, start, TKernel.Columns));
    }

    /// <summary>
    /// Adds the terms of the packed depths to a rectangle of C; with the first depths comes the product's addend.
    /// The rectangle begins with a panel of B and ends with one or with the last column.
    /// </summary>
    public static void Multiply(in GemmProduct product, in GemmPanels b, in GemmArea area, float* scratch)
    {
        int block = product.DepthBlock, start = b.Start, rows = area.RowEnd - area.Row;
        float* packed = scratch + ZeroSize + TileSize;
        do
        {
            int depth = Math.Min(block, b.End - start);
            nint panelStride = (nint)TKernel.Rows * depth;
            GemmPacking.Pack(product.A, area.Row, rows, start, depth, TKernel.Rows, panelStride, packed);
            if (product.RowSums is not null && area.Column == 0) AddRowSums(product, area, depth, packed);
            MultiplyPacked(product, b, area, start, depth, scratch);
            start += block;
        }
        while (start < b.End);
    }

    private static void AddRowSums(in GemmProduct product, in GemmArea area, int depth, float* packed)
    {
        for (int row = area.Row; row < area.RowEnd; row += TKernel.Rows, packed += (nint)TKernel.Rows * depth)
        {
            int rows = Math.Min(TKernel.Rows, area.RowEnd - row);
            PanelSums.Add(packed, depth, TKernel.Rows, rows, product.RowSums + row);
        }
    }

    private static void MultiplyPacked(
        in GemmProduct product, in GemmPanels b, in GemmArea area, int start, int depth, float* scratch)
    {
        bool first = start == 0;
        float* addend = first ? product.Addend : product.C;
        nint addendStride = first ? product.AddendStride : product.Stride;
        for (int column = area.Column; column < area.ColumnEnd; column += TKernel.Columns)
        {
            int columns = Math.Min(TKernel.Columns, area.ColumnEnd - column);
            float* panelB = b.At(column, start, TKernel.Columns);
            float* panelA = scratch + ZeroSize + TileSize;
            for (int row = area.Row; row < area.RowEnd; row += TKernel.Rows, panelA += (nint)depth * TKernel.Rows)
            {
                int rows = Math.Min(TKernel.Rows, area.RowEnd - row);
                float* c = product.C + (row * product.Stride) + column;
                float* added = addend is null ? scratch : addend + (row * addendStride) + column;
                if (rows == TKernel.Rows && columns == TKernel.Columns)
                {
                    TKernel.Multiply(depth, panelA, panelB, added, addendStride, c, product.Stride);
                }
                else
                {
                    float* tile = scratch + ZeroSize;
                    Copy(rows, columns, added, addendStride, tile, TKernel.Columns);
                    TKernel.Multiply(depth, panelA, panelB, tile, TKernel.Columns, tile, TKernel.Columns);
                    Copy(rows, columns, tile, TKernel.Columns, c, product.Stride);
                }
            }
        }
    }

    private static void Copy(int rows, int columns, float* source, nint sourceStride, float* target, nint targetStride)
    {
        for (int row = 0; row < rows; row++)
        {
            new Span<float>(source + (row * sourceStride), columns)
                .CopyTo(new Span<float>(target + (row * targetStride), columns));
        }
    }

    // Panels of B are packed together where that reads longer runs of memory.
    private static int PackColumns(in GemmOperand b) => b.UnitsAreRows ? TKernel.Columns : 8 * TKernel.Columns;

    private static int Parts(int size, int part) => (size + part - 1) / part;

    private static int RoundUp(int value, int multiple) => Parts(value, multiple) * multiple;
}
