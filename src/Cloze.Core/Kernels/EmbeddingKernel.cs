using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>Sums of table rows, and their gradients' way back into the tables.</summary>
internal static unsafe class EmbeddingKernel
{
    /// <summary>destination = word + position + tokenType, one row.</summary>
    [MethodImpl(Compiled.AtOnce)]
    public static void AddRows<TLanes>(
        ReadOnlySpan<float> word,
        ReadOnlySpan<float> position,
        ReadOnlySpan<float> tokenType,
        Span<float> destination)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(word.Length, destination.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(position.Length, destination.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(tokenType.Length, destination.Length);
        fixed (float* a = word, b = position, c = tokenType, y = destination)
        {
            for (int h = 0; h < destination.Length; h += TLanes.Count)
            {
                int left = destination.Length - h;
                TLanes sum = TLanes.Load(a + h, left) + TLanes.Load(b + h, left) + TLanes.Load(c + h, left);
                TLanes.Store(sum, y + h, left);
            }
        }
    }

    /// <summary>destination += source.</summary>
    [MethodImpl(Compiled.AtOnce)]
    public static void Accumulate<TLanes>(ReadOnlySpan<float> source, Span<float> destination)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(source.Length, destination.Length);
        fixed (float* x = source, y = destination)
        {
            for (int h = 0; h < destination.Length; h += TLanes.Count)
            {
                int left = destination.Length - h;
                TLanes.Store(TLanes.Load(y + h, left) + TLanes.Load(x + h, left), y + h, left);
            }
        }
    }
}
