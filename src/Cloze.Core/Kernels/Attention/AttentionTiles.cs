using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

/// <summary>What both passes of attention share: sizes, and copies of a head's columns in scratch memory.</summary>
internal static unsafe class AttentionTiles
{
    /// <summary>Count rounded up to whole vectors of the widest path.</summary>
    public static int Padded(int count) => (count + 15) / 16 * 16;

    /// <summary>
    /// Floats between rows of scores: an odd number of cache lines, so that a column spreads over all cache sets.
    /// </summary>
    public static int ScoreStride(int length) => ((length + 15) / 16 | 1) * 16;

    /// <summary>Depth of packed panels: a head's columns rounded up to what is transposed at once.</summary>
    public static int PanelDepth(int size) => (size + 3) / 4 * 4;

    /// <summary>destination [rows, padded size] = factor * source, rows <paramref name="stride"/> apart.</summary>
    [MethodImpl(Compiled.AtOnce)]
    public static void Copy<TLanes>(float* source, nint stride, int rows, int size, float factor, float* destination)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int padded = Padded(size);
        TLanes scale = TLanes.Broadcast(factor);
        for (int row = 0; row < rows; row++, source += stride, destination += padded)
        {
            for (int c = 0; c < padded; c += TLanes.Count)
            {
                TLanes.Store(TLanes.Load(source + c, size - c) * scale, destination + c);
            }
        }
    }

    /// <summary>
    /// The panels of the transpose of source [rows, size]: [size, padded rows]. What pads them is not defined.
    /// </summary>
    /// <param name="source">Rows <paramref name="stride"/> apart.</param>
    /// <param name="stride">Floats between rows.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="size">Number of columns.</param>
    /// <param name="staging">Scratch of 16 padded rows.</param>
    /// <param name="panels">Memory of <see cref="TilePanels.SizeOf"/>.</param>
    [MethodImpl(Compiled.AtOnce)]
    public static TilePanels Transpose<TLanes>(
        float* source, nint stride, int rows, int size, float* staging, float* panels)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int depth = PanelDepth(size);
        TilePanels transposed = TilePanels.Of<TLanes>(panels, Padded(rows), depth);
        for (int row = 0; row < rows; row += TLanes.Count)
        {
            float* from = source + (row * stride);
            nint step = stride;
            if (rows - row < TLanes.Count || depth != size)
            {
                // Neither rows nor columns beyond the last may be read: they are other people's, or nobody's.
                step = Padded(size);
                Copy<TLanes>(from, stride, Math.Min(TLanes.Count, rows - row), size, 1, staging);
                from = staging;
            }

            float* to = transposed.Panel(row) + (row % transposed.Width);
            for (int c = 0; c < depth; c += 4)
            {
                TLanes.TransposeFour(from + c, step, to + (c * transposed.Width), transposed.Width);
            }
        }

        return transposed;
    }

    /// <summary>The panels of factor * source [rows, size], zero where columns are padded.</summary>
    [MethodImpl(Compiled.AtOnce)]
    public static TilePanels Pack<TLanes>(
        float* source, nint stride, int rows, int size, float factor, float* panels)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TilePanels packed = TilePanels.Of<TLanes>(panels, Padded(size), rows);
        TLanes scale = TLanes.Broadcast(factor);
        for (int column = 0; column < packed.Columns; column += packed.Width)
        {
            float* from = source + column, to = packed.Panel(column);
            int end = Math.Min(packed.Width, packed.Columns - column), left = size - column;
            for (int row = 0; row < rows; row++, from += stride, to += packed.Width)
            {
                for (int c = 0; c < end; c += TLanes.Count)
                {
                    TLanes.Store(TLanes.Load(from + c, left - c) * scale, to + c);
                }
            }
        }

        return packed;
    }

    /// <summary>The columns of packed panels that a range of keys takes, whole vectors.</summary>
    public static TilePanels Columns(in TilePanels panels, in KeyRange range) =>
        panels.From(range.Start, Math.Min(Padded(range.Count), panels.Columns - range.Start));

    /// <summary>
    /// Makes a query's row of scores zero where it sees no key, and of no weight between the place that is returned,
    /// from where powers are computed, and its first key.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Hide(in KeyRange range, int query, float* row)
    {
        int from = range.From(query), begin = KeyRange.Begin(from), to = range.To(query);
        if (begin > 0) new Span<float>(row, begin).Clear();
        for (int j = begin; j < from; j++) row[j] = float.NegativeInfinity;
        if (to < range.Count) new Span<float>(row + to, range.Count - to).Clear();
        return begin;
    }

    /// <summary>Whether the next head's rows are fetched ahead; a long sequence's crowd out this head's.</summary>
    public static bool FetchesAhead(in AttentionHead head) => head.Length <= 256 && head.Head + 1 < head.Heads;

    /// <summary>Asks for a row to be brought into the level-2 cache; any address is allowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(float* row, int size)
    {
        if (!Sse.IsSupported) return;
        for (int c = 0; c < size; c += 16) Sse.Prefetch1(row + c);
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
