using Cloze.Kernels;

namespace Cloze.Compute;

/// <summary>
/// How the destination of a product is cut into rectangles, the parts of a job: nearly equal ones of whole tiles, the
/// last of them cut again, so that the threads end together where one is slower than the others.
/// </summary>
internal readonly record struct GemmGrid(GemmArea Whole, int TileRows, int TileColumns, int RowParts, int ColumnParts)
{
    // One rectangle for each thread at the end is cut into so many.
    private const int LastPieces = 4;

    // Smaller rectangles, about a millisecond on one thread, are not cut again.
    private const long FewestTerms = 1 << 26;

    // So many tiles' rows of A, 256 terms each, take a fifth of a level-2 cache (Zen 5); so many tiles' columns of C
    // beside them two fifths.
    private const int MostRowTiles = 16;
    private const int MostColumnTiles = 32;

    // A rectangle's cost, in quarters of a tile's: its tiles, and its operands' way into the caches.
    private const int TileCost = 4;
    private const int RowCost = 1;
    private const int ColumnCost = 2;

    /// <summary>Number of equal rectangles at the end that are cut again.</summary>
    public int LastRectangles { get; private init; }

    /// <summary>Number of rectangles.</summary>
    public int Count => Rectangles + ((LastPieces - 1) * LastRectangles);

    private int Rectangles => RowParts * ColumnParts;

    private int RowTiles => Ceiling.Divide(Whole.RowEnd - Whole.Row, TileRows);

    private int ColumnTiles => Ceiling.Divide(Whole.ColumnEnd - Whole.Column, TileColumns);

    // What a thread that gets its share of the rectangles has to do.
    private long Cost(int threads)
    {
        long height = Ceiling.Divide(RowTiles, RowParts), width = Ceiling.Divide(ColumnTiles, ColumnParts);
        long rectangle = (TileCost * height * width) + (RowCost * height) + (ColumnCost * width);
        return Ceiling.Divide(Rectangles, threads) * rectangle;
    }

    /// <summary>Cuts the columns of the panels so that the threads finish early: the cheapest of some grids.</summary>
    /// <param name="rows">Rows of the product.</param>
    /// <param name="panels">The columns and depths.</param>
    /// <param name="tileRows">Rows of a tile.</param>
    /// <param name="tileColumns">Columns of a tile.</param>
    /// <param name="threads">How many share the work.</param>
    /// <param name="endsJob">Whether the threads wait for each other behind these rectangles.</param>
    public static GemmGrid Cut(
        int rows, in GemmPanels panels, int tileRows, int tileColumns, int threads, bool endsJob = true)
    {
        var whole = new GemmArea(0, rows, panels.Column, panels.ColumnEnd);
        var grid = new GemmGrid(whole, tileRows, tileColumns, 1, 1);
        int fewestRows = Ceiling.Divide(grid.RowTiles, MostRowTiles);
        int fewestColumns = Ceiling.Divide(grid.ColumnTiles, MostColumnTiles);
        int most = (fewestRows * fewestColumns) + (4 * threads);
        grid = grid with { RowParts = fewestRows, ColumnParts = fewestColumns };
        for (int rowParts = fewestRows; rowParts <= grid.RowTiles; rowParts++)
        {
            for (int columnParts = fewestColumns; columnParts <= grid.ColumnTiles; columnParts++)
            {
                if (rowParts * columnParts > most) break;
                GemmGrid other = grid with { RowParts = rowParts, ColumnParts = columnParts };
                if (other.Cost(threads) < grid.Cost(threads)) grid = other;
            }
        }

        int tiles = Math.Max(grid.RowTiles / grid.RowParts, grid.ColumnTiles / grid.ColumnParts);
        long terms = (long)rows * (panels.ColumnEnd - panels.Column) * panels.Depth / grid.Rectangles;
        bool cutsAgain = endsJob && threads > 1 && tiles >= LastPieces && terms >= FewestTerms;
        return cutsAgain ? grid with { LastRectangles = Math.Min(threads, grid.Rectangles) } : grid;
    }

    /// <summary>The rectangle of one part; parts that follow each other share the panels of B.</summary>
    public GemmArea Area(int part)
    {
        int whole = Rectangles - LastRectangles;
        if (part < whole) return Rectangle(part);
        (int rectangle, int piece) = Math.DivRem(part - whole, LastPieces);
        return Piece(Rectangle(whole + rectangle), piece);
    }

    // The longer side is cut, so that the pieces read as little as they can of the operands again.
    private GemmArea Piece(GemmArea area, int piece)
    {
        int height = area.RowEnd - area.Row, width = area.ColumnEnd - area.Column;
        int rowTiles = Ceiling.Divide(height, TileRows), columnTiles = Ceiling.Divide(width, TileColumns);
        bool cutsColumns = columnTiles >= LastPieces && (width >= height || rowTiles < LastPieces);
        int Begin(int tiles, int tile) => Edge(piece, LastPieces, tiles, tile);
        int End(int tiles, int tile) => Edge(piece + 1, LastPieces, tiles, tile);
        return cutsColumns
            ? area with
            {
                Column = area.Column + Begin(columnTiles, TileColumns),
                ColumnEnd = Math.Min(area.Column + End(columnTiles, TileColumns), area.ColumnEnd),
            }
            : area with
            {
                Row = area.Row + Begin(rowTiles, TileRows),
                RowEnd = Math.Min(area.Row + End(rowTiles, TileRows), area.RowEnd),
            };
    }

    private GemmArea Rectangle(int part)
    {
        int row = part % RowParts, column = part / RowParts;
        return new GemmArea(
            Whole.Row + Edge(row, RowParts, RowTiles, TileRows),
            Math.Min(Whole.Row + Edge(row + 1, RowParts, RowTiles, TileRows), Whole.RowEnd),
            Whole.Column + Edge(column, ColumnParts, ColumnTiles, TileColumns),
            Math.Min(Whole.Column + Edge(column + 1, ColumnParts, ColumnTiles, TileColumns), Whole.ColumnEnd));
    }

    private static int Edge(int part, int parts, int tiles, int tile) => (int)((long)part * tiles / parts) * tile;
}
