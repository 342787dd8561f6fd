using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>Elementary functions of lanes. Their measured errors stand in docs/numerics.md.</summary>
internal static class LaneMath
{
    private const float LogOfTwoHigh = 0.693359375f;
    private const float LogOfTwoLow = -2.12194440e-4f;

    /// <summary>
    /// e^x: x = n ln 2 + r with whole n, ln 2 in two parts (Cody and Waite 1980), and a polynomial for e^r.
    /// Zero below -104, infinity above 88.7 (88.3 on the paths without AVX-512); NaN stays NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        x = TLanes.Min(TLanes.Broadcast(89), TLanes.Max(TLanes.Broadcast(-104), x));
        TLanes n = TLanes.Round(x * TLanes.Broadcast(1.44269504f));
        TLanes r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-LogOfTwoHigh), x);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-LogOfTwoLow), r);
        TLanes p = TLanes.Broadcast(0.00139337336f);
        p = Step(p, r, 0.00836323574f);
        p = Step(p, r, 0.041666463f);
        p = Step(p, r, 0.166665763f);
        p = Step(p, r, 0.5f);
        p = Step(p, r, 1);
        p = Step(p, r, 1);
        return TLanes.ScaleByPowerOfTwo(p, n);
    }

    /// <summary>
    /// 2^x for x below 127: the whole part goes to the exponent, a polynomial does the rest. Zero below -150; NaN stays
    /// NaN. Where a factor of x can take in log2(e), it replaces e^x at three quarters of the operations.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes PowerOfTwo<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        x = TLanes.Max(TLanes.Broadcast(-160), x);
        TLanes n = TLanes.Round(x), r = x - n;
        TLanes p = TLanes.Broadcast(0.00015453163f);
        p = Step(p, r, 0.0013390863f);
        p = Step(p, r, 0.009618083f);
        p = Step(p, r, 0.05550357f);
        p = Step(p, r, 0.2402265f);
        p = Step(p, r, 0.6931472f);
        p = Step(p, r, 1);
        return TLanes.ScaleByPowerOfTwo(p, n);
    }

    /// <summary>
    /// The hyperbolic tangent: an odd polynomial below 0.625, sign(x) (1 - 2 / (e^2|x| + 1)) above.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes one = TLanes.Broadcast(1), zero = TLanes.Broadcast(0);
        TLanes size = TLanes.Max(zero - x, x);
        TLanes fraction = TLanes.Broadcast(2) / (Exp(size + size) + one);
        TLanes large = TLanes.SelectGreater(zero, x, fraction - one, one - fraction);
        TLanes square = x * x;
        TLanes p = TLanes.Broadcast(-0.006104948f);
        p = Step(p, square, 0.0210036412f);
        p = Step(p, square, -0.0538524985f);
        p = Step(p, square, 0.133327827f);
        p = Step(p, square, -0.333333284f);
        TLanes small = TLanes.MultiplyAdd(p * square, x, x);
        return TLanes.SelectGreater(TLanes.Broadcast(0.625f), size, small, large);
    }

    /// <summary>One step of Horner's scheme: polynomial * x + coefficient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Step<TLanes>(TLanes polynomial, TLanes x, float coefficient)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.MultiplyAdd(polynomial, x, TLanes.Broadcast(coefficient));
}
