namespace Cloze.Kernels;

/// <summary>
/// The right factor of a small product, [depth, columns], packed in panels as wide as a register tile: panel after
/// panel, each of all rows.
/// </summary>
internal readonly unsafe struct TilePanels
{
    private readonly float* _values;
    private readonly nint _panelStride;

    private TilePanels(float* values, int columns, int width, nint panelStride)
    {
        _values = values;
        (Columns, Width, _panelStride) = (columns, width, panelStride);
    }

    /// <summary>Number of columns, whole vectors.</summary>
    public int Columns { get; }

    /// <summary>Columns of a panel and floats between its rows; of the last one fewer may be used.</summary>
    public int Width { get; }

    /// <summary>The first row of the panel that begins with a column.</summary>
    public float* Panel(int column) => _values + (column / Width * _panelStride);

    /// <summary>Some of the columns; the first one begins a panel.</summary>
    public TilePanels From(int column, int columns) => new(Panel(column), columns, Width, _panelStride);

    /// <summary>The rows from one on.</summary>
    public TilePanels FromRow(int row) => new(_values + ((nint)row * Width), Columns, Width, _panelStride);

    /// <summary>Panels of <paramref name="depth"/> rows that stand in memory of <see cref="SizeOf"/>.</summary>
    public static TilePanels Of<TLanes>(float* values, int columns, int depth)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int width = Math.Min(WidthOf<TLanes>(columns), columns);
        return new TilePanels(values, columns, width, (nint)width * depth);
    }

    /// <summary>Floats that the panels of any instruction set take at most.</summary>
    public static nint SizeOf(int columns, int depth) => ((nint)columns + 32) * depth;

    // Two vectors as the tiles of large products have; else three, but four are better two and two than three and one.
    private static int WidthOf<TLanes>(int columns)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int vectors = columns / TLanes.Count;
        return (TLanes.Count > 4 || (vectors % 3 == 1 && vectors % 2 == 0) ? 2 : 3) * TLanes.Count;
    }
}
