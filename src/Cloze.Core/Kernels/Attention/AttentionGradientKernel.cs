using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>The gradient of <see cref="AttentionKernel"/>: the probabilities are recomputed tile by tile.</summary>
internal static unsafe class AttentionGradientKernel
{
    // Queries in a tile: the probabilities of so many, and their gradients, stand in scratch memory at once.
    private const int Queries = 64;

    /// <summary>Floats of scratch memory that a sequence of this length takes.</summary>
    public static nint ScratchSize(int length, int size)
    {
        nint width = AttentionTiles.Padded(size);
        nint panels = TilePanels.PackedSize(AttentionTiles.Padded(length), AttentionTiles.PanelDepth(size));
        nint tile = Queries * ((2 * AttentionTiles.ScoreStride(length)) + (3 * width));
        return (2 * panels) + (3 * length * width) + tile;
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
        int n = head.Length, size = head.Size, width = tiles.Width, scoreStride = tiles.ScoreStride;
        nint stride = 3 * head.Hidden;
        float* query = rows.QueryKeyValue + head.QueryOffset, key = query + head.Hidden, value = key + head.Hidden;
        float* queryGradient = rows.QueryKeyValueGradient + head.QueryOffset;
        TilePanels keysAcross = AttentionTiles.Transpose<TLanes>(key, stride, n, size, tiles.Staging, tiles.KeysAcross);
        TilePanels valuesAcross =
            AttentionTiles.Transpose<TLanes>(value, stride, n, size, tiles.Staging, tiles.ValuesAcross);
        AttentionTiles.Copy<TLanes>(key, stride, n, size, head.Scale, tiles.Keys);
        var philox = new Philox(dropout);
        float* expected = stackalloc float[Queries], logSums = stackalloc float[Queries];
        for (int first = 0; first < n; first += Queries)
        {
            int queries = Math.Min(Queries, n - first);
            nint outputStart = head.OutputOffset + ((nint)first * head.Hidden);
            float* q = query + (first * stride), dy = rows.OutputGradient + outputStart;
            AttentionTiles.Copy<TLanes>(q, stride, queries, size, head.Scale, tiles.QueryRows);
            AttentionTiles.Copy<TLanes>(dy, head.Hidden, queries, size, 1, tiles.OutputGradient);
            TileFactor plain = TileFactor.Plain(q, stride), plainGradient = TileFactor.Plain(dy, head.Hidden);
            TileProduct<TLanes>.Run(plain, keysAcross, queries, size, false, tiles.Weights, scoreStride);
            TileProduct<TLanes>.Run(
                plainGradient, valuesAcross, queries, size, false, tiles.ScoreGradient, scoreStride);
            float* y = rows.Output + outputStart;
            if (AttentionTiles.FetchesAhead(head)) FetchNext(q + size, y + size, dy + size, head, queries);
            for (int i = 0; i < queries; i++)
            {
                nint row = (nint)i * head.Hidden;
                expected[i] = Dot<TLanes>(y + row, dy + row, size);
                logSums[i] = rows.LogSumExp[head.StatisticsOffset + ((nint)(first + i) * head.Heads)];
            }

            Scores<TLanes>(
                head, first, queries, philox, dropout, expected, logSums, tiles.Weights, tiles.ScoreGradient);
            bool add = first > 0;
            TileFactor weights = TileFactor.Transposed(tiles.Weights, scoreStride);
            TilePanels gradientRows = TilePanels.Rows<TLanes>(tiles.OutputGradient, width);
            TileProduct<TLanes>.Run(weights, gradientRows, n, queries, add, tiles.ValueGradient, width);
            TileFactor scores = TileFactor.Transposed(tiles.ScoreGradient, scoreStride);
            TilePanels queryRows = TilePanels.Rows<TLanes>(tiles.QueryRows, width);
            TileProduct<TLanes>.Run(scores, queryRows, n, queries, add, tiles.KeyGradient, width);
            scores = TileFactor.Plain(tiles.ScoreGradient, scoreStride);
            TilePanels keyRows = TilePanels.Rows<TLanes>(tiles.Keys, width);
            TileProduct<TLanes>.Run(scores, keyRows, queries, n, false, tiles.QueryGradient, width);
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

    private static void FetchNext(float* query, float* output, float* gradient, in AttentionHead head, int count)
    {
        for (int i = 0; i < count; i++, query += 3 * head.Hidden, output += head.Hidden, gradient += head.Hidden)
        {
            AttentionTiles.Fetch(query, head.Size);
            AttentionTiles.Fetch(query + head.Hidden, head.Size);
            AttentionTiles.Fetch(query + (2 * head.Hidden), head.Size);
            AttentionTiles.Fetch(output, head.Size);
            AttentionTiles.Fetch(gradient, head.Size);
        }
    }

    // weights: on entry q · kᵀ, then w; gradient: on entry dy · vᵀ, then ds / scale.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scores<TLanes>(
        in AttentionHead head,
        int first,
        int queries,
        in Philox philox,
        in DropoutKey dropout,
        float* expected,
        float* logSums,
        float* weights,
        float* gradient)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        const int tile = 512;
        ushort* draws = stackalloc ushort[tile + Philox.Slack];
        int n = head.Length, stride = AttentionTiles.ScoreStride(n);
        bool drops = dropout.IsActive;
        int threshold = dropout.Threshold;
        TLanes factor = TLanes.Broadcast(head.Scale * AttentionKernel.LogOfE);
        TLanes kept = TLanes.Broadcast(dropout.Scale);
        for (int i = 0; i < queries; i++, weights += stride, gradient += stride)
        {
            TLanes offset = TLanes.Broadcast(-logSums[i] * AttentionKernel.LogOfE);
            TLanes mean = TLanes.Broadcast(expected[i]);
            for (int start = 0; start < n; start += tile)
            {
                int end = Math.Min(n, start + tile);
                if (drops) philox.Draw<TLanes>(head.DropoutRow(first + i), start, end - start, draws);
                for (int j = start; j < end; j += TLanes.Count)
                {
                    int left = end - j;
                    TLanes p = LaneMath.PowerOfTwo(TLanes.MultiplyAdd(TLanes.Load(weights + j, left), factor, offset));
                    TLanes w = p;
                    if (drops) w *= TLanes.KeepWhere(draws + (j - start), threshold, kept);
                    TLanes.Store(w, weights + j, left);
                    TLanes.Store((w * TLanes.Load(gradient + j, left)) - (p * mean), gradient + j, left);
                }
            }
        }
    }

    // The scratch memory's parts. "Across" is [D, n], the others are [n, D] or, per tile, [queries, ...].
    private readonly ref struct Tiles
    {
        public readonly int ScoreStride, Width;
        public readonly float* KeysAcross, ValuesAcross, Keys, KeyGradient, ValueGradient;
        public readonly float* Weights, ScoreGradient, QueryRows, OutputGradient, QueryGradient;

        public Tiles(in AttentionHead head, float* scratch)
        {
            ScoreStride = AttentionTiles.ScoreStride(head.Length);
            Width = AttentionTiles.Padded(head.Size);
            nint across = TilePanels.PackedSize(
                AttentionTiles.Padded(head.Length), AttentionTiles.PanelDepth(head.Size));
            nint along = (nint)head.Length * Width;
            KeysAcross = scratch;
            ValuesAcross = KeysAcross + across;
            Keys = ValuesAcross + across;
            KeyGradient = Keys + along;
            ValueGradient = KeyGradient + along;
            Weights = ValueGradient + along;
            ScoreGradient = Weights + (AttentionGradientKernel.Queries * ScoreStride);
            QueryRows = ScoreGradient + (AttentionGradientKernel.Queries * ScoreStride);
            OutputGradient = QueryRows + (AttentionGradientKernel.Queries * Width);
            QueryGradient = OutputGradient + (AttentionGradientKernel.Queries * Width);
        }

        // Free until the first tile of queries is done.
        public float* Staging => QueryGradient;
    }
}
