using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>Dropout of a range of rows, and the sum of what is kept and a residual.</summary>
internal static unsafe class DropoutKernel
{
    // Columns whose draws stand on the stack at once.
    private const int Tile = 512;

    /// <summary>destination = dropout(input), rows of a site from <paramref name="firstRow"/>; in place too.</summary>
    public static void Apply<TLanes>(
        ReadOnlySpan<float> input, in DropoutKey key, int firstRow, int columns, Span<float> destination)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, input.Length);
        var philox = new Philox(key);
        fixed (float* x = input, y = destination)
        {
            for (int i = 0, row = firstRow; i < input.Length; i += columns, row++)
            {
                ApplyRow<TLanes>(x + i, philox, key, (uint)row, columns, y + i);
            }
        }
    }

    /// <summary>destination = dropout(input) of one row; may be in place.</summary>
    [SkipLocalsInit]
    [MethodImpl(Compiled.AtOnce)]
    public static void ApplyRow<TLanes>(
        float* input, in Philox philox, in DropoutKey key, uint row, int columns, float* destination)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ushort* draws = stackalloc ushort[Tile + Philox.Slack];
        TLanes scale = TLanes.Broadcast(key.Scale);
        for (int start = 0; start < columns; start += Tile)
        {
            int end = Math.Min(columns, start + Tile);
            philox.Draw<TLanes>(row, start, end - start, draws);
            for (int c = start; c < end; c += TLanes.Count)
            {
                TLanes factor = TLanes.KeepWhere(draws + (c - start), key.Threshold, scale);
                TLanes.Store(TLanes.Load(input + c, end - c) * factor, destination + c, end - c);
            }
        }
    }
}
