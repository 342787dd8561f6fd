namespace Cloze.Kernels;

/// <summary>
/// Memory that will be wanted soon, in slices: each register tile fetches one while it multiplies. A slice is one
/// cache line of each of some rows.
/// </summary>
internal unsafe struct GemmAhead
{
    private readonly float* _values;
    private readonly nint _stride;
    private readonly int _rows;
    private readonly int _width;
    private int _row;
    private int _column;

    /// <summary>So many floats of each row of a matrix.</summary>
    public GemmAhead(float* values, nint stride, int rows, int width)
    {
        _values = values;
        (_stride, _rows, _width) = (stride, rows, width);
    }

    /// <summary>A stretch of memory.</summary>
    public static GemmAhead Run(float* values, nint floats) =>
        new(values, GemmTile.LineFloats, (int)(floats / GemmTile.LineFloats), GemmTile.LineFloats);

    /// <summary>Hands the next slice to a tile; false where nothing is left.</summary>
    public bool Next(ref GemmTile tile)
    {
        if (_row >= _rows) return false;
        tile.Ahead = _values + (_row * _stride) + _column;
        tile.AheadStep = _stride;
        _column += GemmTile.LineFloats;
        if (_column < _width) return true;
        _column = 0;
        _row += (int)Math.Max(tile.Depth / GemmTile.DepthsPerLine, 1);
        return true;
    }
}
