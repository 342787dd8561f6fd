using System.Runtime.CompilerServices;
using Cloze.Kernels.Simd;

namespace Cloze.Kernels.Activations;

/// <summary>
/// The tanh form of GELU. With 1 + tanh(y) = 2 / (1 + e^-2y) it is x s(x), s(x) = 1 / (1 + e^-2y) and
/// y = sqrt(2 / pi) (x + 0.044715 x^3).
/// </summary>
internal readonly struct GeluTanh : IActivationFunction
{
    private const float Linear = 1.59576912f;
    private const float Cubic = 0.0713548162f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => x * Sigmoid(x, x * x);

    /// <summary>s + x s (1 - s) (2y)'.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Slope<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // Beyond 12 the sigmoid is 0 or 1 and its slope 0: the bound keeps 0 * infinity away.
        x = TLanes.Min(TLanes.Broadcast(12), TLanes.Max(TLanes.Broadcast(-12), x));
        TLanes square = x * x;
        TLanes sigmoid = Sigmoid(x, square);
        TLanes slope = TLanes.MultiplyAdd(TLanes.Broadcast(3 * Cubic), square, TLanes.Broadcast(Linear));
        TLanes rest = TLanes.Broadcast(1) - sigmoid;
        return TLanes.MultiplyAdd(x * sigmoid * rest, slope, sigmoid);
    }

    // 1 / (1 + e^-2y); 2y = x (1.5957 + 0.0713 x^2).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sigmoid<TLanes>(TLanes x, TLanes square)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes factor = TLanes.MultiplyAdd(TLanes.Broadcast(-Cubic), square, TLanes.Broadcast(-Linear));
        TLanes one = TLanes.Broadcast(1);
        return one / (one + LaneMath.Exp(x * factor));
    }
}
