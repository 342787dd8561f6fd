using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>The hyperbolic tangent.</summary>
internal readonly struct Tanh : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneMath.Tanh(x);

    /// <summary>1 - tanh(x)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Slope<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes tanh = LaneMath.Tanh(x);
        return TLanes.Broadcast(1) - (tanh * tanh);
    }
}
