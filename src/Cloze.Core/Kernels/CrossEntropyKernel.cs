using System.Runtime.CompilerServices;
using Cloze.Kernels.Simd;

namespace Cloze.Kernels;

/// <summary>Softmax cross entropy of one row of logits [V], while it is in the nearest cache.</summary>
internal static unsafe class CrossEntropyKernel
{
    /// <summary>Returns -ln P(label).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Loss<TLanes>(ReadOnlySpan<float> logits, int label)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        fixed (float* x = logits)
        {
            float largest = Largest<TLanes>(x, logits.Length);
            TLanes sum = TLanes.Broadcast(0), offset = TLanes.Broadcast(largest);
            for (int v = 0; v < logits.Length; v += TLanes.Count)
            {
                TLanes logit = TLanes.Load(x + v, logits.Length - v, float.NegativeInfinity);
                sum += LaneMath.Exp(logit - offset);
            }

            return (float)(Math.Log(TLanes.Sum(sum)) + ((double)largest - x[label]));
        }
    }

    /// <summary>
    /// Returns -ln P(label) and turns the logits into their gradient, scale * (P(v) - [v = label]), in place.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Gradient<TLanes>(Span<float> logits, int label, float scale)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        fixed (float* x = logits)
        {
            float largest = Largest<TLanes>(x, logits.Length);
            double distance = (double)largest - x[label];
            TLanes sum = TLanes.Broadcast(0), offset = TLanes.Broadcast(largest);
            for (int v = 0; v < logits.Length; v += TLanes.Count)
            {
                int left = logits.Length - v;
                TLanes power = LaneMath.Exp(TLanes.Load(x + v, left, float.NegativeInfinity) - offset);
                sum += power;
                TLanes.Store(power, x + v, left);
            }

            float total = TLanes.Sum(sum);
            TLanes factor = TLanes.Broadcast(scale / total);
            for (int v = 0; v < logits.Length; v += TLanes.Count)
            {
                int left = logits.Length - v;
                TLanes.Store(TLanes.Load(x + v, left) * factor, x + v, left);
            }

            x[label] -= scale;
            return (float)(Math.Log(total) + distance);
        }
    }

    /// <summary>How many words come before the label: a larger logit, or the same and a lower id.</summary>
    public static int Rank(ReadOnlySpan<float> logits, int label)
    {
        float own = logits[label];
        int rank = 0;
        foreach (float logit in logits) rank += logit > own ? 1 : 0;
        foreach (float logit in logits[..label]) rank += logit == own ? 1 : 0;
        return rank;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest<TLanes>(float* x, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes largest = TLanes.Broadcast(float.NegativeInfinity);
        for (int v = 0; v < count; v += TLanes.Count)
        {
            largest = TLanes.Max(largest, TLanes.Load(x + v, count - v, float.NegativeInfinity));
        }

        return TLanes.Largest(largest);
    }
}
