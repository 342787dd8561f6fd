using System.Runtime.CompilerServices;
using Cloze.Kernels.Simd;

namespace Cloze.Kernels;

/// <summary>What both passes of attention share: the tile size and copies of a head's columns in scratch.</summary>
internal static unsafe class AttentionTiles
{
    /// <summary>Queries in a tile: the scores of so many against all keys stand in scratch memory at once.</summary>
    public const int Queries = 32;

    /// <summary>Count rounded up to whole vectors of the widest path.</summary>
    public static int Padded(int count) => (count + 15) / 16 * 16;

    /// <summary>destination [rows, padded size] = source, rows <paramref name="stride"/> apart; zero padded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<TLanes>(float* source, nint stride, int rows, int size, float* destination)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int padded = Padded(size);
        for (int row = 0; row < rows; row++, source += stride, destination += padded)
        {
            for (int c = 0; c < padded; c += TLanes.Count)
            {
                TLanes.Store(TLanes.Load(source + c, size - c), destination + c);
            }
        }
    }

    /// <summary>destination [size, padded rows] = the transpose of source; zeros as padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* source, nint stride, int rows, int size, float* destination)
    {
        int padded = Padded(rows);
        for (int row = 0; row < rows; row++, source += stride)
        {
            float* column = destination + row;
            for (int c = 0; c < size; c++, column += padded) *column = source[c];
        }

        for (int c = 0; c < size; c++)
        {
            for (int row = rows; row < padded; row++) destination[(c * padded) + row] = 0;
        }
    }

    /// <summary>destination = factor * source, one row without its padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteRow<TLanes>(float* source, float factor, int size, float* destination)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int c = 0; c < size; c += TLanes.Count)
        {
            TLanes.Store(TLanes.Load(source + c) * TLanes.Broadcast(factor), destination + c, size - c);
        }
    }
}
