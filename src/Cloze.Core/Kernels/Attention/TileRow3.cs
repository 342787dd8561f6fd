using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>A tile's row of three vectors.</summary>
internal readonly unsafe struct TileRow3<TLanes>(TLanes first, TLanes second, TLanes third)
    : ITileRow<TileRow3<TLanes>, TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes _first = first;
    private readonly TLanes _second = second;
    private readonly TLanes _third = third;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileRow3<TLanes> Load(float* source) => new(
        TLanes.Load(source), TLanes.Load(source + TLanes.Count), TLanes.Load(source + (2 * TLanes.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileRow3<TLanes> MultiplyAdd(TLanes factor, TileRow3<TLanes> row, TileRow3<TLanes> sum) => new(
        TLanes.MultiplyAdd(factor, row._first, sum._first),
        TLanes.MultiplyAdd(factor, row._second, sum._second),
        TLanes.MultiplyAdd(factor, row._third, sum._third));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TileRow3<TLanes> row, float* destination)
    {
        TLanes.Store(row._first, destination);
        TLanes.Store(row._second, destination + TLanes.Count);
        TLanes.Store(row._third, destination + (2 * TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(TileRow3<TLanes> row, float* destination)
    {
        TLanes.Store(TLanes.Load(destination) + row._first, destination);
        TLanes.Store(TLanes.Load(destination + TLanes.Count) + row._second, destination + TLanes.Count);
        TLanes.Store(TLanes.Load(destination + (2 * TLanes.Count)) + row._third, destination + (2 * TLanes.Count));
    }
}
