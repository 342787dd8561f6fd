using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>One function over one width of lanes.</summary>
/// <remarks>
/// Never inlined: once the runtime has seen which kernel a call reaches, it would put the loop into its caller, run out
/// of its budget for inlining there and call a function for every operation on lanes, five times slower.
/// </remarks>
internal sealed unsafe partial class ActivationKernel<TLanes, TFunction> : ActivationKernel
    where TLanes : unmanaged, ILanes<TLanes>
    where TFunction : struct, IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(Compiled.AtOnce | MethodImplOptions.NoInlining)]
    public override void Forward(ReadOnlySpan<float> input, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, input.Length);
        fixed (float* x = input, y = destination)
        {
            for (int i = 0; i < input.Length; i += TLanes.Count)
            {
                int left = input.Length - i;
                TLanes.Store(TFunction.Value(TLanes.Load(x + i, left)), y + i, left);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Compiled.AtOnce | MethodImplOptions.NoInlining)]
    public override void Backward(ReadOnlySpan<float> preActivation, Span<float> gradient)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, preActivation.Length);
        fixed (float* x = preActivation, dy = gradient)
        {
            for (int i = 0; i < gradient.Length; i += TLanes.Count)
            {
                int left = gradient.Length - i;
                TLanes slope = TFunction.Slope(TLanes.Load(x + i, left));
                TLanes.Store(TLanes.Load(dy + i, left) * slope, dy + i, left);
            }
        }
    }
}
