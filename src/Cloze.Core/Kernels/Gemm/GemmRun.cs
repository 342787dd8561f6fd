namespace Cloze.Kernels;

/// <summary>
/// One run of depths of a rectangle of a product: tile by tile, panels of B in the outer loop, rows of A in the inner.
/// While a tile multiplies, it fetches a slice of the next panel of B, then of the next run of A.
/// </summary>
internal unsafe ref struct GemmRun<TKernel>
    where TKernel : struct, IGemmKernel
{
    /// <summary>Floats at the beginning of any scratch that stay zero: the addend of products without one.</summary>
    public const int ZeroSize = 64;

    // After the zeros: a tile for the edges, then a panel of B where it is packed just before it is used, then rows of
    // A: the last ones where they are partial, or all.
    private const int TileSize = 1024;

    private readonly GemmProduct _product;
    private readonly GemmPanels _panels;
    private readonly GemmArea _area;
    private readonly int _start;
    private readonly int _depth;
    private readonly int _nextDepth;
    private readonly int _packedRow;
    private readonly float* _addend;
    private readonly nint _addendStride;
    private readonly float* _zeros;
    private readonly float* _edgeTile;
    private readonly float* _packedB;
    private readonly float* _packedA;
    private GemmTile _tile;
    private GemmAhead _nextB;
    private GemmAhead _nextA;

    /// <summary>Prepares the run that begins with a depth.</summary>
    public GemmRun(in GemmProduct product, in GemmPanels panels, in GemmArea area, int start, float* scratch)
    {
        (_product, _panels, _area, _start) = (product, panels, area, start);
        _depth = Math.Min(product.DepthBlock, panels.End - start);
        _nextDepth = Math.Min(product.DepthBlock, panels.End - start - _depth);
        _packedRow = Packs(product) ? area.Row : area.RowEnd - ((area.RowEnd - area.Row) % TKernel.Rows);
        _zeros = scratch;
        _edgeTile = _zeros + ZeroSize;
        _packedB = _edgeTile + TileSize;
        _packedA = _packedB + ((nint)TKernel.Columns * product.DepthBlock);
        _addend = start == 0 ? product.Addend : product.C;
        _addendStride = start == 0 ? product.AddendStride : product.Stride;
        _tile.Depth = _depth;
    }

    /// <summary>Floats of scratch, zero at first, for a rectangle of so many rows.</summary>
    public static int ScratchSize(int rows, in GemmProduct product)
    {
        int packedRows = Packs(product) ? rows + TKernel.Rows - 1 : TKernel.Rows;
        return ZeroSize + TileSize + ((TKernel.Columns + packedRows) * product.DepthBlock);
    }

    /// <summary>Adds the run's terms to the rectangle.</summary>
    public void Multiply()
    {
        for (int row = _packedRow; row < _area.RowEnd; row += TKernel.Rows)
        {
            PackUnits(_product.A, row, _area.RowEnd, TKernel.Rows, PackedA(row));
        }

        GemmOperand a = _product.A;
        _nextA = _nextDepth > 0 ? Ahead(a, _area.Row, _area.RowEnd - _area.Row, _start + _depth, _nextDepth) : default;
        for (int column = _area.Column; column < _area.ColumnEnd; column += TKernel.Columns)
        {
            PlaceB(column);
            FetchNextB(column + TKernel.Columns);
            for (int row = _area.Row; row < _area.RowEnd; row += TKernel.Rows) MultiplyTile(row, column);
        }
    }

    private void MultiplyTile(int row, int column)
    {
        PlaceA(row);
        if (!_nextB.Next(ref _tile) && !_nextA.Next(ref _tile)) _tile.AheadStep = 0;
        int rows = Math.Min(TKernel.Rows, _area.RowEnd - row);
        int columns = Math.Min(TKernel.Columns, _area.ColumnEnd - column);
        float* c = _product.C + (row * _product.Stride) + column;
        float* addend = _addend is null ? _zeros : _addend + (row * _addendStride) + column;
        if (rows == TKernel.Rows && columns == TKernel.Columns)
        {
            PlaceC(addend, _addendStride, c, _product.Stride);
            TKernel.Multiply(_tile);
            return;
        }

        Copy(rows, columns, addend, _addendStride, _edgeTile, TKernel.Columns);
        PlaceC(_edgeTile, TKernel.Columns, _edgeTile, TKernel.Columns);
        TKernel.Multiply(_tile);
        Copy(rows, columns, _edgeTile, TKernel.Columns, c, _product.Stride);
    }

    private void PlaceA(int row)
    {
        GemmOperand a = _product.A;
        bool packed = row >= _packedRow;
        _tile.A = packed ? PackedA(row) : a.At(row, _start);
        _tile.ARow = packed || !a.UnitsAreRows ? 1 : a.Stride;
        _tile.ADepth = packed ? TKernel.Rows : a.UnitsAreRows ? 1 : a.Stride;
    }

    private void PlaceB(int column)
    {
        _tile.BDepth = TKernel.Columns;
        if (_panels.ArePacked)
        {
            _tile.B = _panels.At(column, _start, TKernel.Columns);
        }
        else if (TKernel.ReadsTermsInPlace && !_product.CopiesFactors && column + TKernel.Columns <= _area.ColumnEnd)
        {
            _tile.B = _product.B.At(column, _start);
            _tile.BDepth = _product.B.Stride;
        }
        else
        {
            PackUnits(_product.B, column, _area.ColumnEnd, TKernel.Columns, _packedB);
            _tile.B = _packedB;
        }
    }

    private void PlaceC(float* addend, nint addendStride, float* c, nint stride)
    {
        _tile.Addend = addend;
        _tile.AddendStride = addendStride;
        _tile.C = c;
        _tile.Stride = stride;
    }

    private static bool Packs(in GemmProduct product) =>
        product.CopiesFactors
        || product.A.SharesCacheSets
        || (!TKernel.ReadsTermsInPlace && !product.A.UnitsAreRows);

    // After the last panel comes the first one of the next run.
    private void FetchNextB(int column)
    {
        (int start, int depth) = (_start, _depth);
        if (column >= _area.ColumnEnd) (column, start, depth) = (_area.Column, _start + _depth, _nextDepth);
        _nextB = depth == 0
            ? default
            : _panels.ArePacked
                ? GemmAhead.Run(_panels.At(column, start, TKernel.Columns), (nint)TKernel.Columns * depth)
                : Ahead(_product.B, column, TKernel.Columns, start, depth);
    }

    private static GemmAhead Ahead(in GemmOperand operand, int unit, int units, int start, int depth)
    {
        (int rows, int width) = operand.UnitsAreRows ? (units, depth) : (depth, units);
        return new GemmAhead(operand.At(unit, start), operand.Stride, rows, width);
    }

    private readonly float* PackedA(int row) => _packedA + ((nint)(row - _packedRow) * _depth);

    private readonly void PackUnits(in GemmOperand operand, int unit, int end, int width, float* panel) =>
        GemmPacking.Pack(operand, unit, Math.Min(end - unit, width), _start, _depth, width, panel);

    private static void Copy(int rows, int columns, float* source, nint sourceStride, float* target, nint targetStride)
    {
        for (int row = 0; row < rows; row++)
        {
            new Span<float>(source + (row * sourceStride), columns)
                .CopyTo(new Span<float>(target + (row * targetStride), columns));
        }
    }
}
