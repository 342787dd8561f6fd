using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>max(x, 0).</summary>
internal readonly struct Relu : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Max(TLanes.Broadcast(0), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Slope<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.SelectGreater(x, TLanes.Broadcast(0), TLanes.Broadcast(1), TLanes.Broadcast(0));
}
