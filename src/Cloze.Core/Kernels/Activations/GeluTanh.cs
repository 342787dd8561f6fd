using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

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
        where TLanes : unmanaged, ILanes<TLanes> => x / (TLanes.Broadcast(1) + Power(x, x * x));

    /// <summary>s + x s (1 - s) (2y)'.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Slope<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // Beyond 9 the sigmoid is 0 or 1 and its slope 0: the bound keeps infinity * 0 away.
        x = TLanes.Min(TLanes.Broadcast(9), TLanes.Max(TLanes.Broadcast(-9), x));
        TLanes square = x * x;
        TLanes power = Power(x, square);
        TLanes sigmoid = TLanes.Broadcast(1) / (TLanes.Broadcast(1) + power);
        TLanes slope = TLanes.MultiplyAdd(TLanes.Broadcast(3 * Cubic), square, TLanes.Broadcast(Linear));

        // 1 - s is e^-2y s: the difference itself would lose its digits where s is near 1.
        return TLanes.MultiplyAdd(x * sigmoid * (power * sigmoid), slope, sigmoid);
    }

    // e^-2y; 2y = x (1.5957 + 0.0713 x^2).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Power<TLanes>(TLanes x, TLanes square)
        where TLanes : unmanaged, ILanes<TLanes> =>
        LaneMath.Exp(x * TLanes.MultiplyAdd(TLanes.Broadcast(-Cubic), square, TLanes.Broadcast(-Linear)));
}
