using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>Scaled dot-product attention (Vaswani et al. 2017) of one head over one sequence.</summary>
internal static unsafe class AttentionKernel
{
    /// <summary>log2(e): powers are of two, and the scale of the scores takes it in.</summary>
    public const float LogOfE = 1.44269504f;

    // Queries in a tile: the scores of so many against all keys stand in scratch memory at once.
    private const int Queries = 48;

    /// <summary>Floats of scratch memory that a sequence of this length and window takes.</summary>
    public static nint ScratchSize(int length, int size, int window)
    {
        nint width = AttentionTiles.Padded(size);
        int scoreStride = AttentionTiles.ScoreStride(KeyRange.Most(length, window, Queries));
        return TilePanels.SizeOf(AttentionTiles.Padded(length), AttentionTiles.PanelDepth(size))
            + TilePanels.SizeOf((int)width, length) + (Queries * (scoreStride + width));
    }

    /// <summary>
    /// output [T, H] = dropout(softmax(scale * query · keyᵀ)) · value; logSumExp [T, A] of the scaled scores, or null.
    /// A query sees the keys of its window alone. Where the head turns, query and key are turned in place first.
    /// The rows of queries that the head leaves out stay as they are.
    /// </summary>
    public static void Forward<TLanes>(
        float* queryKeyValue,
        in AttentionHead head,
        in DropoutKey dropout,
        float* scratch,
        float* logSumExp,
        float* output)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (head.SkippedBefore >= head.QueryEnd) return;
        int n = head.Length, size = head.Size, width = AttentionTiles.Padded(size);
        int scoreStride = AttentionTiles.ScoreStride(KeyRange.Most(n, head.Window, Queries));
        nint stride = 3 * head.Hidden;
        float* query = queryKeyValue + head.QueryOffset, key = query + head.Hidden, value = key + head.Hidden;
        float* scores = scratch, tile = scores + (Queries * scoreStride);
        float* keyPanels = tile + (Queries * width);
        if (head.Turns)
        {
            RotaryKernel.Turn<TLanes>(query, stride, n, size, head.AnglesAt(0), 1);
            RotaryKernel.Turn<TLanes>(key, stride, n, size, head.AnglesAt(0), 1);
        }

        TilePanels keys = AttentionTiles.Transpose<TLanes>(key, stride, n, size, tile, keyPanels);
        float* valuePanels = keyPanels + TilePanels.SizeOf(AttentionTiles.Padded(n), AttentionTiles.PanelDepth(size));
        TilePanels values = AttentionTiles.Pack<TLanes>(value, stride, n, size, 1, valuePanels);
        var philox = new Philox(dropout);
        float kept = dropout.IsActive ? dropout.Scale : 1;
        float* largest = stackalloc float[Queries], totals = stackalloc float[Queries];
        for (int first = head.SkippedBefore; first < head.QueryEnd; first += Queries)
        {
            int queries = Math.Min(Queries, head.QueryEnd - first);
            var range = new KeyRange(head, first, queries, keys.Width);
            float* block = query + (first * stride);
            TilePanels seen = AttentionTiles.Columns(keys, range);
            TileProduct<TLanes>.Run(
                TileFactor.Plain(block, stride),
                seen,
                queries,
                size,
                add: false,
                scores,
                scoreStride,
                columns: range.Keys);
            if (AttentionTiles.FetchesAhead(head)) FetchNext(block + size, head, queries);
            for (int i = 0; i < queries; i++)
            {
                int from = range.From(i);
                float* row = scores + ((nint)i * scoreStride) + from;
                largest[i] = Largest<TLanes>(row, range.To(i) - from) * head.Scale;
            }

            Powers<TLanes>(head, first, queries, range, philox, dropout, largest, scores, totals);
            TileFactor powers = TileFactor.Plain(scores, scoreStride);
            TilePanels seenValues = values.FromRow(range.Start);
            TileProduct<TLanes>.Run(powers, seenValues, queries, range.Count, add: false, tile, width, range.Keys);
            float* destination = output + head.OutputOffset + ((nint)first * head.Hidden);
            for (int i = 0; i < queries; i++, destination += head.Hidden)
            {
                AttentionTiles.WriteRow<TLanes>(tile + ((nint)i * width), kept / totals[i], size, destination);
            }

            if (logSumExp is null) continue;
            nint statistics = head.StatisticsOffset + ((nint)first * head.Heads);
            WriteLogSums<TLanes>(largest, totals, queries, head.Heads, logSumExp + statistics);
        }
    }

    private static void FetchNext(float* query, in AttentionHead head, int count)
    {
        for (int i = 0; i < count; i++, query += 3 * head.Hidden)
        {
            AttentionTiles.Fetch(query, head.Size);
            AttentionTiles.Fetch(query + head.Hidden, head.Size);
            AttentionTiles.Fetch(query + (2 * head.Hidden), head.Size);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest<TLanes>(float* row, int n)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes most = TLanes.Broadcast(float.NegativeInfinity);
        for (int j = 0; j < n; j += TLanes.Count)
        {
            most = TLanes.Max(most, TLanes.Load(row + j, n - j, float.NegativeInfinity));
        }

        return TLanes.Largest(most);
    }

    // Each row = e^(scale * row - largest), not yet divided by its sum; zero where it is dropped or not seen.
    [SkipLocalsInit]
    [MethodImpl(Compiled.AtOnce)]
    private static void Powers<TLanes>(
        in AttentionHead head,
        int first,
        int queries,
        in KeyRange range,
        in Philox philox,
        in DropoutKey dropout,
        float* largest,
        float* scores,
        float* totals)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        const int tile = 512;
        ushort* draws = stackalloc ushort[tile + Philox.Slack];
        int stride = AttentionTiles.ScoreStride(KeyRange.Most(head.Length, head.Window, Queries));
        bool drops = dropout.IsActive;
        int threshold = dropout.Threshold;
        TLanes factor = TLanes.Broadcast(head.Scale * LogOfE);
        for (int i = 0; i < queries; i++, scores += stride)
        {
            TLanes offset = TLanes.Broadcast(-largest[i] * LogOfE), sum = TLanes.Broadcast(0);
            int to = range.To(i), begin = AttentionTiles.Hide(range, i, scores);
            for (int start = begin; start < to; start += tile)
            {
                int end = Math.Min(to, start + tile);
                uint row = head.DropoutRow(first + i);
                if (drops) philox.Draw<TLanes>(row, range.Start + start, end - start, draws);
                for (int j = start; j < end; j += TLanes.Count)
                {
                    TLanes score = TLanes.Load(scores + j, end - j, float.NegativeInfinity);
                    TLanes power = LaneMath.PowerOfTwo(TLanes.MultiplyAdd(score, factor, offset));
                    sum += power;
                    if (drops) power = TLanes.KeepWhere(draws + (j - start), threshold, power);
                    TLanes.Store(power, scores + j, end - j);
                }
            }

            totals[i] = TLanes.Sum(sum);
        }
    }

    // The logarithms of several rows at once: one alone takes as long as a row's powers.
    [MethodImpl(Compiled.AtOnce)]
    private static void WriteLogSums<TLanes>(float* largest, float* totals, int count, int stride, float* destination)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int i = 0; i < count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Log(TLanes.Load(totals + i)) + TLanes.Load(largest + i), totals + i);
        }

        for (int i = 0; i < count; i++) destination[(nint)i * stride] = totals[i];
    }
}
