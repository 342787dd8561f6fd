using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>A tile's row of one vector.</summary>
internal readonly unsafe struct TileRow1<TLanes>(TLanes lanes) : ITileRow<TileRow1<TLanes>, TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes _lanes = lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileRow1<TLanes> Load(float* source) => new(TLanes.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileRow1<TLanes> MultiplyAdd(TLanes factor, TileRow1<TLanes> row, TileRow1<TLanes> sum) =>
        new(TLanes.MultiplyAdd(factor, row._lanes, sum._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TileRow1<TLanes> row, float* destination) => TLanes.Store(row._lanes, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(TileRow1<TLanes> row, float* destination) =>
        TLanes.Store(TLanes.Load(destination) + row._lanes, destination);
}
