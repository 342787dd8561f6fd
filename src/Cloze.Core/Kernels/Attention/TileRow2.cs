using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>A tile's row of two vectors.</summary>
internal readonly unsafe struct TileRow2<TLanes>(TLanes first, TLanes second) : ITileRow<TileRow2<TLanes>, TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes _first = first;
    private readonly TLanes _second = second;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileRow2<TLanes> Load(float* source) => new(TLanes.Load(source), TLanes.Load(source + TLanes.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileRow2<TLanes> MultiplyAdd(TLanes factor, TileRow2<TLanes> row, TileRow2<TLanes> sum) => new(
        TLanes.MultiplyAdd(factor, row._first, sum._first),
        TLanes.MultiplyAdd(factor, row._second, sum._second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TileRow2<TLanes> row, float* destination)
    {
        TLanes.Store(row._first, destination);
        TLanes.Store(row._second, destination + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(TileRow2<TLanes> row, float* destination)
    {
        TLanes.Store(TLanes.Load(destination) + row._first, destination);
        TLanes.Store(TLanes.Load(destination + TLanes.Count) + row._second, destination + TLanes.Count);
    }
}
