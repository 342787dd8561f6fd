namespace Cloze.Kernels;

/// <summary>The right factor of a small product, [depth, columns] in panels as wide as a register tile.</summary>
internal readonly unsafe struct TilePanels
{
    private readonly float* _values;
    private readonly nint _panelStride;

    private TilePanels(float* values, int columns, int width, nint stride, nint panelStride)
    {
        _values = values;
        (Columns, Width, Stride, _panelStride) = (columns, width, stride, panelStride);
    }

    /// <summary>Number of columns, whole vectors.</summary>
    public int Columns { get; }

    /// <summary>Columns of a panel; the last one may use fewer.</summary>
    public int Width { get; }

    /// <summary>Floats between the rows of a panel.</summary>
    public nint Stride { get; }

    /// <summary>The first row of the panel that begins with a column.</summary>
    public float* Panel(int column) => _values + (column / Width * _panelStride);

    /// <summary>Some columns of packed panels; the first one begins a panel.</summary>
    public TilePanels From(int column, int columns) => new(Panel(column), columns, Width, Stride, _panelStride);

    /// <summary>A matrix of whole vectors, row after row.</summary>
    public static TilePanels Rows<TLanes>(float* values, int columns)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int width = WidthOf<TLanes>(columns);
        return new TilePanels(values, columns, width, columns, width);
    }

    /// <summary>Panel after panel, each of <paramref name="depth"/> rows.</summary>
    public static TilePanels Packed<TLanes>(float* values, int columns, int depth)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int width = WidthOf<TLanes>(columns);
        return new TilePanels(values, columns, width, width, (nint)width * depth);
    }

    /// <summary>Floats that packed panels of any instruction set take at most.</summary>
    public static nint PackedSize(int columns, int depth) => ((nint)columns + 32) * depth;

    // Three vectors, but four of 16 lanes are better two and two than three and one.
    private static int WidthOf<TLanes>(int columns)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int vectors = columns / TLanes.Count;
        return (vectors % 3 == 1 && vectors % 2 == 0 ? 2 : 3) * TLanes.Count;
    }
}
