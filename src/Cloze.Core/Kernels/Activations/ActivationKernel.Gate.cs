using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <content>An activation whose values another half multiplies; never inlined either.</content>
internal sealed unsafe partial class ActivationKernel<TLanes, TFunction>
{
    // Values that stand on the stack between the two loops of the gradient: value and slope in one would be too much
    // for the runtime to inline.
    private const int GateTile = 256;

    /// <inheritdoc/>
    [MethodImpl(Compiled.AtOnce | MethodImplOptions.NoInlining)]
    public override void Gate(ReadOnlySpan<float> input, ReadOnlySpan<float> gate, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(gate.Length, input.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, input.Length);
        fixed (float* x = input, g = gate, y = destination)
        {
            for (int i = 0; i < input.Length; i += TLanes.Count)
            {
                int left = input.Length - i;
                TLanes value = TFunction.Value(TLanes.Load(x + i, left));
                TLanes.Store(value * TLanes.Load(g + i, left), y + i, left);
            }
        }
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void GateBackward(Span<float> input, Span<float> gate, Span<float> product)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(gate.Length, input.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(product.Length, input.Length);
        float* values = stackalloc float[GateTile];
        fixed (float* x = input, g = gate, d = product)
        {
            for (int i = 0; i < input.Length; i += GateTile)
            {
                int count = Math.Min(GateTile, input.Length - i);
                Values(x + i, count, values);
                Slopes(x + i, g + i, d + i, count, values);
            }
        }
    }

    [MethodImpl(Compiled.AtOnce | MethodImplOptions.NoInlining)]
    private static void Values(float* x, int count, float* values)
    {
        for (int i = 0; i < count; i += TLanes.Count)
        {
            TLanes.Store(TFunction.Value(TLanes.Load(x + i, count - i)), values + i, count - i);
        }
    }

    [MethodImpl(Compiled.AtOnce | MethodImplOptions.NoInlining)]
    private static void Slopes(float* x, float* gate, float* product, int count, float* values)
    {
        for (int i = 0; i < count; i += TLanes.Count)
        {
            int left = count - i;
            TLanes slope = TFunction.Slope(TLanes.Load(x + i, left));
            TLanes d = TLanes.Load(product + i, left), g = TLanes.Load(gate + i, left);
            TLanes value = TLanes.Load(values + i, left);
            TLanes.Store(d * g * slope, x + i, left);
            TLanes.Store(d * value, gate + i, left);
            TLanes.Store(value * g, product + i, left);
        }
    }
}
