using System.Runtime.CompilerServices;
using Cloze.Kernels.Simd;

namespace Cloze.Kernels;

/// <summary>The gradient of <see cref="AttentionKernel"/>: the probabilities are recomputed tile by tile.</summary>
internal static unsafe class AttentionGradientKernel
{
    /// <summary>Floats of scratch memory that a sequence of this length takes.</summary>
    public static nint ScratchSize(int length, int size)
    {
        nint n = AttentionTiles.Padded(length), d = AttentionTiles.Padded(size);
        return (2 * size * n) + (3 * length * d) + (AttentionTiles.Queries * ((2 * n) + (3 * d)));
    }

    /// <summary>
    /// In the forward pass p = softmax(scale * q · kᵀ), w = dropout(p) and y = w · v. Now dv = wᵀ · dy,
    /// ds = scale * p * (dropout(dy · vᵀ) - sum(dy * y)), dq = ds · k and dk = dsᵀ · q, all overwritten.
    /// </summary>
    public static void Backward<TLanes>(
        in AttentionGradientRows rows, in AttentionHead head, in DropoutKey dropout, float* scratch)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var tiles = new Tiles(head, scratch);
        int n = head.Length, width = tiles.Width, padded = tiles.Padded;
        nint stride = 3 * head.Hidden;
        float* query = rows.QueryKeyValue + head.QueryOffset, key = query + head.Hidden, value = key + head.Hidden;
        float* queryGradient = rows.QueryKeyValueGradient + head.QueryOffset;
        AttentionTiles.Transpose(key, stride, n, head.Size, tiles.KeysAcross);
        AttentionTiles.Transpose(value, stride, n, head.Size, tiles.ValuesAcross);
        AttentionTiles.Copy<TLanes>(key, stride, n, head.Size, tiles.Keys);
        var philox = new Philox(dropout);
        for (int first = 0; first < n; first += AttentionTiles.Queries)
        {
            int queries = Math.Min(AttentionTiles.Queries, n - first);
            nint outputStart = head.OutputOffset + ((nint)first * head.Hidden);
            float* q = query + (first * stride), dy = rows.OutputGradient + outputStart;
            AttentionTiles.Copy<TLanes>(q, stride, queries, head.Size, tiles.Queries);
            AttentionTiles.Copy<TLanes>(dy, head.Hidden, queries, head.Size, tiles.OutputGradient);
            new TileProduct<TLanes>
            {
                A = q,
                RowStride = stride,
                ColumnStride = 1,
                B = tiles.KeysAcross,
                C = tiles.Probabilities,
                Rows = queries,
                Columns = padded,
                Depth = head.Size,
            }.Run();
            new TileProduct<TLanes>
            {
                A = dy,
                RowStride = head.Hidden,
                ColumnStride = 1,
                B = tiles.ValuesAcross,
                C = tiles.ScoreGradient,
                Rows = queries,
                Columns = padded,
                Depth = head.Size,
            }.Run();
            for (int i = 0; i < queries; i++)
            {
                nint outputRow = outputStart + ((nint)i * head.Hidden);
                var row = new Row(
                    rows.LogSumExp[head.StatisticsOffset + ((nint)(first + i) * head.Heads)],
                    Dot<TLanes>(rows.Output + outputRow, rows.OutputGradient + outputRow, head.Size),
                    head.Scale,
                    head.DropoutRow(first + i));
                float* p = tiles.Probabilities + ((nint)i * padded), ds = tiles.ScoreGradient + ((nint)i * padded);
                Scores<TLanes>(row, n, philox, dropout, p, ds);
            }

            new TileProduct<TLanes>
            {
                A = tiles.Probabilities,
                RowStride = 1,
                ColumnStride = padded,
                B = tiles.OutputGradient,
                C = tiles.ValueGradient,
                Rows = n,
                Columns = width,
                Depth = queries,
                Add = first > 0,
            }.Run();
            new TileProduct<TLanes>
            {
                A = tiles.ScoreGradient,
                RowStride = 1,
                ColumnStride = padded,
                B = tiles.Queries,
                C = tiles.KeyGradient,
                Rows = n,
                Columns = width,
                Depth = queries,
                Add = first > 0,
            }.Run();
            new TileProduct<TLanes>
            {
                A = tiles.ScoreGradient,
                RowStride = padded,
                ColumnStride = 1,
                B = tiles.Keys,
                C = tiles.QueryGradient,
                Rows = queries,
                Columns = width,
                Depth = n,
            }.Run();
            Write<TLanes>(tiles.QueryGradient, queries, head, queryGradient + (first * stride));
        }

        Write<TLanes>(tiles.KeyGradient, n, head, queryGradient + head.Hidden);
        Write<TLanes>(tiles.ValueGradient, n, head, queryGradient + (2 * head.Hidden));
    }

    private static void Write<TLanes>(float* tile, int rows, in AttentionHead head, float* destination)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int width = AttentionTiles.Padded(head.Size);
        for (int i = 0; i < rows; i++, tile += width, destination += 3 * head.Hidden)
        {
            AttentionTiles.WriteRow<TLanes>(tile, 1, head.Size, destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Dot<TLanes>(float* left, float* right, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes sum = TLanes.Broadcast(0);
        for (int c = 0; c < count; c += TLanes.Count)
        {
            sum = TLanes.MultiplyAdd(TLanes.Load(left + c, count - c), TLanes.Load(right + c, count - c), sum);
        }

        return TLanes.Sum(sum);
    }

    // scores: on entry q · kᵀ, then the dropped-out probabilities; gradient: on entry dy · vᵀ, then ds.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scores<TLanes>(
        Row row, int n, in Philox philox, in DropoutKey dropout, float* scores, float* gradient)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        const int tile = 512;
        ushort* draws = stackalloc ushort[tile + Philox.Slack];
        TLanes scale = TLanes.Broadcast(row.Scale), offset = TLanes.Broadcast(-row.LogSumExp);
        TLanes expected = TLanes.Broadcast(row.Expected), kept = TLanes.Broadcast(dropout.Scale);
        for (int start = 0; start < n; start += tile)
        {
            int end = Math.Min(n, start + tile);
            if (dropout.IsActive) philox.Draw<TLanes>(row.DropoutRow, start, end - start, draws);
            for (int j = start; j < end; j += TLanes.Count)
            {
                int left = end - j;
                TLanes p = LaneMath.Exp(TLanes.MultiplyAdd(TLanes.Load(scores + j, left), scale, offset));
                TLanes w = p, dp = TLanes.Load(gradient + j, left);
                if (dropout.IsActive)
                {
                    TLanes keep = TLanes.KeepWhere(draws + (j - start), dropout.Threshold, kept);
                    w *= keep;
                    dp *= keep;
                }

                TLanes.Store(w, scores + j, left);
                TLanes.Store(p * scale * (dp - expected), gradient + j, left);
            }
        }
    }

    private readonly record struct Row(float LogSumExp, float Expected, float Scale, uint DropoutRow);

    // The scratch memory's parts. "Across" is [D, n], the others are [n, D] or, per tile, [queries, ...].
    private readonly ref struct Tiles
    {
        public readonly int Padded, Width;
        public readonly float* KeysAcross, ValuesAcross, Keys, KeyGradient, ValueGradient;
        public readonly float* Probabilities, ScoreGradient, Queries, OutputGradient, QueryGradient;

        public Tiles(in AttentionHead head, float* scratch)
        {
            Padded = AttentionTiles.Padded(head.Length);
            Width = AttentionTiles.Padded(head.Size);
            nint across = (nint)head.Size * Padded, along = (nint)head.Length * Width;
            KeysAcross = scratch;
            ValuesAcross = KeysAcross + across;
            Keys = ValuesAcross + across;
            KeyGradient = Keys + along;
            ValueGradient = KeyGradient + along;
            Probabilities = ValueGradient + along;
            ScoreGradient = Probabilities + (AttentionTiles.Queries * Padded);
            Queries = ScoreGradient + (AttentionTiles.Queries * Padded);
            OutputGradient = Queries + (AttentionTiles.Queries * Width);
            QueryGradient = OutputGradient + (AttentionTiles.Queries * Width);
        }
    }
}
