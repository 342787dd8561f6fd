namespace Cloze.Kernels;

/// <summary>
/// Matrix products on one thread, by panels (Goto and van de Geijn 2008): a panel of B stays in the level-1 cache
/// while the rows of A pass by, and a block of A stays in the level-2 cache. A is read where it stands, or packed as
/// the block begins where its rows share cache sets; B is packed beforehand where its terms are not the rows of a
/// matrix in memory. Where a product copies its factors, A is packed so, too, and B panel by panel.
/// </summary>
internal static unsafe class Gemm<TKernel>
    where TKernel : struct, IGemmKernel
{
    private const int PackDepth = 256;

    /// <summary>
    /// Floats of scratch that <see cref="Multiply"/> needs for a rectangle of so many rows; zero at first.
    /// </summary>
    public static int ScratchSize(int rows, in GemmProduct product) => GemmRun<TKernel>.ScratchSize(rows, product);

    /// <summary>Floats of a packed B.</summary>
    public static nint PackedSize(int columns, int depth) =>
        (nint)Ceiling.Divide(columns, TKernel.Columns) * TKernel.Columns * depth;

    /// <summary>Number of parts in which B is packed.</summary>
    public static int PackCount(in GemmPanels panels) =>
        Ceiling.Divide(panels.ColumnEnd - panels.Column, TKernel.Columns) * Ceiling.Divide(panels.Depth, PackDepth);

    /// <summary>Packs one part of B.</summary>
    /// <param name="b">The operand.</param>
    /// <param name="panels">Where it is to stand.</param>
    /// <param name="part">The part.</param>
    /// <param name="narrow">The last panel is so wide where no more columns are left for it.</param>
    public static void Pack(in GemmOperand b, in GemmPanels panels, int part, int narrow = 0)
    {
        int parts = Ceiling.Divide(panels.Depth, PackDepth);
        int column = panels.Column + (part / parts * TKernel.Columns);
        int start = panels.Start + (part % parts * PackDepth);
        int columns = Math.Min(TKernel.Columns, panels.ColumnEnd - column);
        int width = columns <= narrow ? narrow : TKernel.Columns;
        int depth = Math.Min(PackDepth, panels.End - start);
        GemmPacking.Pack(b, column, columns, start, depth, width, panels.At(column, start, width));
    }

    /// <summary>
    /// Adds the terms of the panels' depths to a rectangle of C; with the first depths comes the product's addend.
    /// The rectangle begins with a panel of B and ends with one or with the last column.
    /// </summary>
    public static void Multiply(in GemmProduct product, in GemmPanels panels, in GemmArea area, float* scratch)
    {
        int start = panels.Start;
        do
        {
            int depth = Math.Min(product.DepthBlock, panels.End - start);
            if (product.RowSums is not null && area.Column == 0) AddRowSums(product, area, start, depth);
            new GemmRun<TKernel>(product, panels, area, start, scratch).Multiply();
            start += product.DepthBlock;
        }
        while (start < panels.End);
    }

    private static void AddRowSums(in GemmProduct product, in GemmArea area, int start, int depth) => ColumnSums.Add(
        product.A.At(area.Row, start),
        product.A.Stride,
        depth,
        area.RowEnd - area.Row,
        product.RowSums + area.Row);
}
