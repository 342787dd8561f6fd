using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>
/// Small matrix products of attention by the register tiles of large ones where a whole one fits, else by tiles of 8 or
/// 4 rows and up to three vectors. Each element is one chain of fused multiply-adds over the depth, wherever it lies.
/// </summary>
/// <remarks>
/// Rows missing to a whole tile repeat the last row and are not written.
/// </remarks>
internal static unsafe class TileProduct<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>destination [rows, columns] = left [rows, depth] · right [depth, columns], or += that.</summary>
    /// <param name="left">The left factor.</param>
    /// <param name="right">The right factor.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="depth">Number of terms.</param>
    /// <param name="add">Whether the product is added.</param>
    /// <param name="destination">The first row.</param>
    /// <param name="stride">Floats between rows.</param>
    /// <param name="terms">The terms of a row that are not zero.</param>
    /// <param name="columns">The columns of a row that are wanted: others may stay as they are.</param>
    public static void Run(
        in TileFactor left,
        in TilePanels right,
        int rows,
        int depth,
        bool add,
        float* destination,
        nint stride,
        TileBand terms = default,
        TileBand columns = default)
    {
        float* zeros = stackalloc float[GemmAvx512.Columns];
        for (int column = 0; column < right.Columns; column += right.Width)
        {
            int vectors = Math.Min(right.Width, right.Columns - column) / TLanes.Count;
            var tile = new Tile
            {
                Left = left,
                LastRow = rows - 1,
                Right = right.Panel(column),
                RightStride = right.Width,
                Depth = depth,
                Terms = terms,
                Column = column,
                ColumnEnd = Math.Min(column + right.Width, right.Columns),
                Columns = columns,
                Add = add,
                Zeros = zeros,
                Destination = destination + column,
                DestinationStride = stride,
            };
            if (vectors == 3) Column<TileRow3<TLanes>>(tile);
            else if (vectors == 2) Column<TileRow2<TLanes>>(tile, Whole(tile));
            else Column<TileRow1<TLanes>>(tile);
        }
    }

    // The rows of whole tiles, which are returned, of two vectors.
    private static int Whole(in Tile tile) => TLanes.Count switch
    {
        8 => Whole<GemmAvx2>(tile),
        16 => Whole<GemmAvx512>(tile),
        _ => 0,
    };

    private static int Whole<TKernel>(in Tile tile)
        where TKernel : struct, IGemmKernel
    {
        int row = 0;
        for (; row + TKernel.Rows <= tile.LastRow + 1; row += TKernel.Rows)
        {
            if (tile.IsWanted(row, TKernel.Rows)) Multiply<TKernel>(tile, row);
        }

        return row;
    }

    // The rows that are left. Eight of two vectors need 16 accumulators: more registers than the narrower paths have.
    private static void Column<TRow>(in Tile tile, int row = 0)
        where TRow : struct, ITileRow<TRow, TLanes>
    {
        if (TLanes.Count == 16)
        {
            for (; row + 4 <= tile.LastRow; row += 8)
            {
                if (tile.IsWanted(row, 8)) Eight<TRow>(tile, row);
            }
        }

        for (; row <= tile.LastRow; row += 4)
        {
            if (tile.IsWanted(row, 4)) Four<TRow>(tile, row);
        }
    }

    [MethodImpl(Compiled.AtOnce)]
    private static void Eight<TRow>(in Tile tile, int row)
        where TRow : struct, ITileRow<TRow, TLanes>
    {
        float* a0 = tile.Row(row), a1 = tile.Row(row + 1), a2 = tile.Row(row + 2), a3 = tile.Row(row + 3);
        float* a4 = tile.Row(row + 4), a5 = tile.Row(row + 5), a6 = tile.Row(row + 6), a7 = tile.Row(row + 7);
        TRow c0 = default, c1 = default, c2 = default, c3 = default;
        TRow c4 = default, c5 = default, c6 = default, c7 = default;
        (int first, int last) = tile.Terms.Of(row, 8, tile.Depth);
        nint stride = tile.RightStride, step = tile.Left.DepthStride, end = last * step;
        float* right = tile.Right + (first * stride);
        for (nint k = first * step; k < end; k += step, right += stride)
        {
            TRow b = TRow.Load(right);
            c0 = TRow.MultiplyAdd(TLanes.Broadcast(a0[k]), b, c0);
            c1 = TRow.MultiplyAdd(TLanes.Broadcast(a1[k]), b, c1);
            c2 = TRow.MultiplyAdd(TLanes.Broadcast(a2[k]), b, c2);
            c3 = TRow.MultiplyAdd(TLanes.Broadcast(a3[k]), b, c3);
            c4 = TRow.MultiplyAdd(TLanes.Broadcast(a4[k]), b, c4);
            c5 = TRow.MultiplyAdd(TLanes.Broadcast(a5[k]), b, c5);
            c6 = TRow.MultiplyAdd(TLanes.Broadcast(a6[k]), b, c6);
            c7 = TRow.MultiplyAdd(TLanes.Broadcast(a7[k]), b, c7);
        }

        tile.Write(row, c0, c1, c2, c3);
        tile.Write(row + 4, c4, c5, c6, c7);
    }

    private static void Multiply<TKernel>(in Tile tile, int row)
        where TKernel : struct, IGemmKernel
    {
        (int first, int last) = tile.Terms.Of(row, TKernel.Rows, tile.Depth);
        float* right = tile.Right + (first * tile.RightStride), destination = tile.DestinationRow(row);
        TKernel.Multiply(new GemmTile
        {
            Depth = last - first,
            A = tile.Left.Row(row) + (first * tile.Left.DepthStride),
            ARow = tile.Left.RowStride,
            ADepth = tile.Left.DepthStride,
            B = right,
            BDepth = tile.RightStride,
            Addend = tile.Add ? destination : tile.Zeros,
            AddendStride = tile.Add ? tile.DestinationStride : 0,
            C = destination,
            Stride = tile.DestinationStride,
            Ahead = right,
        });
    }

    [MethodImpl(Compiled.AtOnce)]
    private static void Four<TRow>(in Tile tile, int row)
        where TRow : struct, ITileRow<TRow, TLanes>
    {
        float* a0 = tile.Row(row), a1 = tile.Row(row + 1), a2 = tile.Row(row + 2), a3 = tile.Row(row + 3);
        TRow c0 = default, c1 = default, c2 = default, c3 = default;
        (int first, int last) = tile.Terms.Of(row, 4, tile.Depth);
        nint stride = tile.RightStride, step = tile.Left.DepthStride, end = last * step;
        float* right = tile.Right + (first * stride);
        for (nint k = first * step; k < end; k += step, right += stride)
        {
            TRow b = TRow.Load(right);
            c0 = TRow.MultiplyAdd(TLanes.Broadcast(a0[k]), b, c0);
            c1 = TRow.MultiplyAdd(TLanes.Broadcast(a1[k]), b, c1);
            c2 = TRow.MultiplyAdd(TLanes.Broadcast(a2[k]), b, c2);
            c3 = TRow.MultiplyAdd(TLanes.Broadcast(a3[k]), b, c3);
        }

        tile.Write(row, c0, c1, c2, c3);
    }

    // One column of tiles.
    private readonly struct Tile
    {
        public required TileFactor Left { get; init; }

        public required int LastRow { get; init; }

        public required float* Right { get; init; }

        public required nint RightStride { get; init; }

        public required int Depth { get; init; }

        public required TileBand Terms { get; init; }

        public required int Column { get; init; }

        public required int ColumnEnd { get; init; }

        public required TileBand Columns { get; init; }

        public required bool Add { get; init; }

        public required float* Zeros { get; init; }

        public required float* Destination { get; init; }

        public required nint DestinationStride { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool IsWanted(int row, int rows)
        {
            (int begin, int end) = Columns.Of(row, rows, ColumnEnd);
            return begin < end && end > Column;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public float* Row(int row) => Left.Row(Math.Min(row, LastRow));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public float* DestinationRow(int row) => Destination + (row * DestinationStride);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Write<TRow>(int row, TRow c0, TRow c1, TRow c2, TRow c3)
            where TRow : struct, ITileRow<TRow, TLanes>
        {
            Write(row, c0);
            Write(row + 1, c1);
            Write(row + 2, c2);
            Write(row + 3, c3);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Write<TRow>(int row, TRow sums)
            where TRow : struct, ITileRow<TRow, TLanes>
        {
            if (row > LastRow) return;
            float* destination = DestinationRow(row);
            if (Add) TRow.Add(sums, destination);
            else TRow.Store(sums, destination);
        }
    }
}
