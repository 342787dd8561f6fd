using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>The sum of two runs of values, each with a factor of its own.</summary>
internal static unsafe class CombineKernel
{
    /// <summary>destination = a x + b y; the destination may be x or y.</summary>
    [MethodImpl(Compiled.AtOnce)]
    public static void Combine<TLanes>(
        float a, ReadOnlySpan<float> x, float b, ReadOnlySpan<float> y, Span<float> destination)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(x.Length, destination.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, destination.Length);
        TLanes first = TLanes.Broadcast(a), second = TLanes.Broadcast(b);
        fixed (float* left = x, right = y, sums = destination)
        {
            for (int i = 0; i < destination.Length; i += TLanes.Count)
            {
                int rest = destination.Length - i;
                TLanes product = TLanes.Load(right + i, rest) * second;
                TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(left + i, rest), first, product), sums + i, rest);
            }
        }
    }
}
