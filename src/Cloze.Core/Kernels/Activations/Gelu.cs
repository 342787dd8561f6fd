using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>
/// GELU, x Phi(x) with the exact normal distribution (Hendrycks and Gimpel 2016). Phi(x) - 1/2 and the derivative
/// less 1/2 are odd functions: each is x p(x^2), with a polynomial found by truncating its Chebyshev series on the
/// interval outside which the function is constant to float32.
/// </summary>
internal readonly struct Gelu : IActivationFunction
{
    private const float Edge = 5.3f;
    private const float SlopeEdge = 5.7f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes bounded = Bound(x, Edge);
        TLanes u = Variable(bounded, Edge);
        TLanes p = TLanes.Broadcast(-0.000112435795f);
        p = LaneMath.Step(p, u, 0.000328462425f);
        p = LaneMath.Step(p, u, -0.000365367829f);
        p = LaneMath.Step(p, u, 0.000586407317f);
        p = LaneMath.Step(p, u, -0.00166103663f);
        p = LaneMath.Step(p, u, 0.00331977196f);
        p = LaneMath.Step(p, u, -0.00544363214f);
        p = LaneMath.Step(p, u, 0.00871267915f);
        p = LaneMath.Step(p, u, -0.0133410003f);
        p = LaneMath.Step(p, u, 0.0189625695f);
        p = LaneMath.Step(p, u, -0.0252678525f);
        p = LaneMath.Step(p, u, 0.0320740119f);
        p = LaneMath.Step(p, u, -0.0395915471f);
        p = LaneMath.Step(p, u, 0.0492644683f);
        p = LaneMath.Step(p, u, -0.0665184408f);
        p = LaneMath.Step(p, u, 0.133392558f);
        TLanes odd = Bound(p * bounded, 0.5f);
        return TLanes.MultiplyAdd(x, odd, x * TLanes.Broadcast(0.5f));
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
