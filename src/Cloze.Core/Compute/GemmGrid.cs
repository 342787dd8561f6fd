using Cloze.Kernels;

namespace Cloze.Compute;

/// <summary>How the destination of a product is cut into rectangles, the parts of a job.</summary>
internal readonly record struct GemmGrid(GemmArea Whole, int BlockRows, int BlockColumns)
{
    // A block of A of so many rows and 256 terms takes about a tenth of a level-2 cache.
    private const int MostRows = 96;
    private const int MostColumns = 1024;

    // Parts for each thread: with fewer, the last part would leave the other threads idle for too long.
    private const int PartsPerThread = 6;

    /// <summary>Number of rectangles.</summary>
    public int Count => RowBlocks * ColumnBlocks;

    private int RowBlocks => Blocks(Whole.RowEnd - Whole.Row, BlockRows);

    private int ColumnBlocks => Blocks(Whole.ColumnEnd - Whole.Column, BlockColumns);

    /// <summary>Cuts the columns of the packed panels: large blocks, but enough to keep all threads busy.</summary>
    public static GemmGrid Cut(int rows, in GemmPanels panels, int tileRows, int tileColumns, int threads)
    {
        var whole = new GemmArea(0, rows, panels.Column, panels.ColumnEnd);
        int columns = panels.ColumnEnd - panels.Column;
        int blockRows = Math.Max(MostRows / tileRows, 1), blockColumns = Math.Max(MostColumns / tileColumns, 1);
        blockRows = Math.Min(blockRows, Blocks(rows, tileRows));
        blockColumns = Math.Min(blockColumns, Blocks(columns, tileColumns));
        while (true)
        {
            var grid = new GemmGrid(whole, blockRows * tileRows, blockColumns * tileColumns);
            if (threads == 1 || grid.Count >= PartsPerThread * threads) return grid;
            if (blockRows > 2) blockRows = (blockRows + 1) / 2;
            else if (blockColumns > 2) blockColumns = (blockColumns + 1) / 2;
            else if (blockRows > 1) blockRows = 1;
            else return grid;
        }
    }

    /// <summary>The rectangle of one part; parts that follow each other share the panels of B.</summary>
    public GemmArea Area(int part)
    {
        int row = Whole.Row + (part % RowBlocks * BlockRows);
        int column = Whole.Column + (part / RowBlocks * BlockColumns);
        return new GemmArea(
            row,
            Math.Min(row + BlockRows, Whole.RowEnd),
            column,
            Math.Min(column + BlockColumns, Whole.ColumnEnd));
    }

    private static int Blocks(int size, int block) => (size + block - 1) / block;
}
