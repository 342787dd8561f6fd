using System.Runtime.CompilerServices;
using Cloze.Kernels.Simd;

namespace Cloze.Kernels;

/// <summary>
/// Small matrix products of attention, c [m, n] = (or +=) a [m, k] b [k, n]. Rows of b and c are padded to whole
/// vectors; a may be strided either way, so that its transpose costs nothing.
/// </summary>
internal readonly unsafe struct TileProduct<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Rows of a and c.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of b and c, a multiple of the lanes.</summary>
    public required int Columns { get; init; }

    /// <summary>Columns of a, rows of b.</summary>
    public required int Depth { get; init; }

    /// <summary>The left factor.</summary>
    public required float* A { get; init; }

    /// <summary>Distance of two rows of a.</summary>
    public required nint RowStride { get; init; }

    /// <summary>Distance of two columns of a.</summary>
    public required nint ColumnStride { get; init; }

    /// <summary>The right factor, rows of <see cref="Columns"/>.</summary>
    public required float* B { get; init; }

    /// <summary>The product, rows of <see cref="Columns"/>.</summary>
    public required float* C { get; init; }

    /// <summary>Whether the product is added to what stands in c.</summary>
    public bool Add { get; init; }

    /// <summary>Computes the product by tiles of four rows and two vectors.</summary>
    public void Run()
    {
        int pairs = Columns / (2 * TLanes.Count) * 2 * TLanes.Count;
        int fours = Rows / 4 * 4;
        for (int column = 0; column < pairs; column += 2 * TLanes.Count)
        {
            for (int row = 0; row < fours; row += 4) FourByTwo(row, column);
            for (int row = fours; row < Rows; row++) OneByTwo(row, column);
        }

        if (pairs == Columns) return;
        for (int row = 0; row < fours; row += 4) FourByOne(row, pairs);
        for (int row = fours; row < Rows; row++) OneByOne(row, pairs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FourByTwo(int row, int column)
    {
        float* a0 = A + (row * RowStride), a1 = a0 + RowStride, a2 = a1 + RowStride, a3 = a2 + RowStride;
        float* b = B + column;
        float* c = C + ((nint)row * Columns) + column;
        nint columns = Columns, step = ColumnStride;
        TLanes c00 = Start(c), c01 = Start(c + TLanes.Count);
        TLanes c10 = Start(c + columns), c11 = Start(c + columns + TLanes.Count);
        TLanes c20 = Start(c + (2 * columns)), c21 = Start(c + (2 * columns) + TLanes.Count);
        TLanes c30 = Start(c + (3 * columns)), c31 = Start(c + (3 * columns) + TLanes.Count);
        for (int k = Depth; k > 0; k--)
        {
            TLanes b0 = TLanes.Load(b), b1 = TLanes.Load(b + TLanes.Count);
            TLanes a = TLanes.Broadcast(*a0);
            c00 = TLanes.MultiplyAdd(a, b0, c00);
            c01 = TLanes.MultiplyAdd(a, b1, c01);
            a = TLanes.Broadcast(*a1);
            c10 = TLanes.MultiplyAdd(a, b0, c10);
            c11 = TLanes.MultiplyAdd(a, b1, c11);
            a = TLanes.Broadcast(*a2);
            c20 = TLanes.MultiplyAdd(a, b0, c20);
            c21 = TLanes.MultiplyAdd(a, b1, c21);
            a = TLanes.Broadcast(*a3);
            c30 = TLanes.MultiplyAdd(a, b0, c30);
            c31 = TLanes.MultiplyAdd(a, b1, c31);
            a0 += step;
            a1 += step;
            a2 += step;
            a3 += step;
            b += columns;
        }

        TLanes.Store(c00, c);
        TLanes.Store(c01, c + TLanes.Count);
        TLanes.Store(c10, c + columns);
        TLanes.Store(c11, c + columns + TLanes.Count);
        TLanes.Store(c20, c + (2 * columns));
        TLanes.Store(c21, c + (2 * columns) + TLanes.Count);
        TLanes.Store(c30, c + (3 * columns));
        TLanes.Store(c31, c + (3 * columns) + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FourByOne(int row, int column)
    {
        float* a0 = A + (row * RowStride), a1 = a0 + RowStride, a2 = a1 + RowStride, a3 = a2 + RowStride;
        float* b = B + column;
        float* c = C + ((nint)row * Columns) + column;
        nint columns = Columns, step = ColumnStride;
        TLanes c0 = Start(c), c1 = Start(c + columns), c2 = Start(c + (2 * columns)), c3 = Start(c + (3 * columns));
        for (int k = Depth; k > 0; k--)
        {
            TLanes b0 = TLanes.Load(b);
            c0 = TLanes.MultiplyAdd(TLanes.Broadcast(*a0), b0, c0);
            c1 = TLanes.MultiplyAdd(TLanes.Broadcast(*a1), b0, c1);
            c2 = TLanes.MultiplyAdd(TLanes.Broadcast(*a2), b0, c2);
            c3 = TLanes.MultiplyAdd(TLanes.Broadcast(*a3), b0, c3);
            a0 += step;
            a1 += step;
            a2 += step;
            a3 += step;
            b += columns;
        }

        TLanes.Store(c0, c);
        TLanes.Store(c1, c + columns);
        TLanes.Store(c2, c + (2 * columns));
        TLanes.Store(c3, c + (3 * columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OneByTwo(int row, int column)
    {
        float* a = A + (row * RowStride);
        float* b = B + column;
        float* c = C + ((nint)row * Columns) + column;
        TLanes c0 = Start(c), c1 = Start(c + TLanes.Count);
        for (int k = Depth; k > 0; k--)
        {
            TLanes factor = TLanes.Broadcast(*a);
            c0 = TLanes.MultiplyAdd(factor, TLanes.Load(b), c0);
            c1 = TLanes.MultiplyAdd(factor, TLanes.Load(b + TLanes.Count), c1);
            a += ColumnStride;
            b += Columns;
        }

        TLanes.Store(c0, c);
        TLanes.Store(c1, c + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OneByOne(int row, int column)
    {
        float* a = A + (row * RowStride);
        float* b = B + column;
        float* c = C + ((nint)row * Columns) + column;
        TLanes sum = Start(c);
        for (int k = Depth; k > 0; k--)
        {
            sum = TLanes.MultiplyAdd(TLanes.Broadcast(*a), TLanes.Load(b), sum);
            a += ColumnStride;
            b += Columns;
        }

        TLanes.Store(sum, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes Start(float* c) => Add ? TLanes.Load(c) : TLanes.Broadcast(0);
}
