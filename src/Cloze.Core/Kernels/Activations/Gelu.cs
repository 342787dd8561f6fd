using System.Runtime.CompilerServices;
using Cloze.Kernels.Simd;

namespace Cloze.Kernels.Activations;

/// <summary>
/// GELU, x Phi(x) with the exact normal distribution (Hendrycks and Gimpel 2016). Phi(x) - 1/2 and the derivative
/// less 1/2 are odd functions: each is x p(x^2), with a polynomial found by truncating its Chebyshev series on the
/// interval outside which the function is constant to float32.
/// </summary>
internal readonly struct Gelu : IActivationFunction
{
    private const float Edge = 5.35f;
    private const float SlopeEdge = 5.7f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes bounded = Bound(x, Edge);
        TLanes u = Variable(bounded, Edge);
        TLanes p = TLanes.Broadcast(0.000320406689f);
        p = LaneMath.Step(p, u, -0.000881019165f);
        p = LaneMath.Step(p, u, 0.000847519783f);
        p = LaneMath.Step(p, u, -0.00116631947f);
        p = LaneMath.Step(p, u, 0.00333297555f);
        p = LaneMath.Step(p, u, -0.00624781102f);
        p = LaneMath.Step(p, u, 0.00927563105f);
        p = LaneMath.Step(p, u, -0.0135950316f);
        p = LaneMath.Step(p, u, 0.0192834008f);
        p = LaneMath.Step(p, u, -0.0255295839f);
        p = LaneMath.Step(p, u, 0.0321092866f);
        p = LaneMath.Step(p, u, -0.0394034237f);
        p = LaneMath.Step(p, u, 0.0488818027f);
        p = LaneMath.Step(p, u, -0.0659189001f);
        p = LaneMath.Step(p, u, 0.132149011f);
        TLanes half = TLanes.Broadcast(0.5f);
        TLanes odd = Bound(p * bounded, 0.5f);
        return x * (odd + half);
    }

    /// <summary>Phi(x) + x phi(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Slope<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes bounded = Bound(x, SlopeEdge);
        TLanes u = Variable(bounded, SlopeEdge);
        TLanes p = TLanes.Broadcast(-0.00194643496f);
        p = LaneMath.Step(p, u, 0.00520931231f);
        p = LaneMath.Step(p, u, -0.00304914848f);
        p = LaneMath.Step(p, u, 0.00173148839f);
        p = LaneMath.Step(p, u, -0.014115897f);
        p = LaneMath.Step(p, u, 0.0284660179f);
        p = LaneMath.Step(p, u, -0.033768788f);
        p = LaneMath.Step(p, u, 0.0425631963f);
        p = LaneMath.Step(p, u, -0.058041282f);
        p = LaneMath.Step(p, u, 0.0688308403f);
        p = LaneMath.Step(p, u, -0.0714363381f);
        p = LaneMath.Step(p, u, 0.0683850721f);
        p = LaneMath.Step(p, u, -0.0613455065f);
        p = LaneMath.Step(p, u, 0.0533127896f);
        p = LaneMath.Step(p, u, -0.0484532192f);
        p = LaneMath.Step(p, u, 0.050137829f);
        p = LaneMath.Step(p, u, -0.0629259199f);
        p = LaneMath.Step(p, u, 0.124165319f);
        return TLanes.MultiplyAdd(p, bounded, TLanes.Broadcast(0.5f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Bound<TLanes>(TLanes x, float edge)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Min(TLanes.Broadcast(edge), TLanes.Max(TLanes.Broadcast(-edge), x));

    // x^2 in [0, edge^2] moved to [-1, 1], where the powers of the polynomial do not amplify rounding.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Variable<TLanes>(TLanes x, float edge)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.MultiplyAdd(x * x, TLanes.Broadcast(2 / (edge * edge)), TLanes.Broadcast(-1));
}
