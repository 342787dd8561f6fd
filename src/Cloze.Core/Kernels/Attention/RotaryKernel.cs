using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>Rotary positions (Su et al. 2021) of one head: value i is turned with value i + D / 2.</summary>
internal static unsafe class RotaryKernel
{
    /// <summary>
    /// Turns rows of a head in place: with a row's cosines and sines, (x, y) becomes (x cos - y sin, y cos + x sin).
    /// </summary>
    /// <param name="values">The first row, [rows, size].</param>
    /// <param name="stride">Floats between rows.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="size">D, the even width of a head.</param>
    /// <param name="angles">Cosines [rows, D / 2] and, D / 2 behind each, sines: rows of D values.</param>
    /// <param name="direction">1 to turn; -1 to turn back, which is also what turns a gradient.</param>
    [MethodImpl(Compiled.AtOnce)]
    public static void Turn<TLanes>(
        float* values, nint stride, int rows, int size, float* angles, float direction)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int half = size / 2;
        TLanes sign = TLanes.Broadcast(direction), zero = TLanes.Broadcast(0);
        for (int row = 0; row < rows; row++, values += stride, angles += size)
        {
            float* other = values + half, sines = angles + half;
            for (int i = 0; i < half; i += TLanes.Count)
            {
                int left = half - i;
                TLanes x = TLanes.Load(values + i, left), y = TLanes.Load(other + i, left);
                TLanes cosine = TLanes.Load(angles + i, left), sine = sign * TLanes.Load(sines + i, left);
                TLanes.Store(TLanes.MultiplyAdd(zero - y, sine, x * cosine), values + i, left);
                TLanes.Store(TLanes.MultiplyAdd(x, sine, y * cosine), other + i, left);
            }
        }
    }
}
