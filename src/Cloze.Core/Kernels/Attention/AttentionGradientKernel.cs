using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>The gradient of <see cref="AttentionKernel"/>: the probabilities are recomputed tile by tile.</summary>
internal static unsafe class AttentionGradientKernel
{
    // Queries in a tile: the probabilities of so many, and their gradients, stand in scratch memory at once.
    private const int Queries = 64;

    /// <summary>Floats of scratch memory that a sequence of this length and window takes.</summary>
    public static nint ScratchSize(int length, int size, int window)
    {
        nint width = AttentionTiles.Padded(size);
        nint panels = TilePanels.SizeOf(AttentionTiles.Padded(length), AttentionTiles.PanelDepth(size));
        int scoreStride = AttentionTiles.ScoreStride(KeyRange.Most(length, window, Queries));
        nint tile = (Queries * ((2 * scoreStride) + width)) + (2 * TilePanels.SizeOf((int)width, Queries));
        return (2 * panels) + TilePanels.SizeOf((int)width, length) + (2 * length * width) + tile;
    }

    /// <summary>
    /// In the forward pass p = softmax(scale * q · kᵀ), w = dropout(p) and y = w · v. Now dv = wᵀ · dy,
    /// ds = scale * p * (dropout(dy · vᵀ) - sum(dy * y)), dq = ds · k and dk = dsᵀ · q, all overwritten. Where the
    /// forward pass turned q and k, dq and dk are turned back.
    /// </summary>
    public static void Backward<TLanes>(
        in AttentionGradientRows rows, in AttentionHead head, in DropoutKey dropout, float* scratch)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var tiles = new Tiles(head, scratch);
        int n = head.Length, size = head.Size, width = tiles.Width;
        nint stride = 3 * head.Hidden;
        float* query = rows.QueryKeyValue + head.QueryOffset, key = query + head.Hidden, value = key + head.Hidden;
        float* queryGradient = rows.QueryKeyValueGradient + head.QueryOffset;
        TilePanels keysAcross = AttentionTiles.Transpose<TLanes>(key, stride, n, size, tiles.Staging, tiles.KeysAcross);
        TilePanels valuesAcross =
            AttentionTiles.Transpose<TLanes>(value, stride, n, size, tiles.Staging, tiles.ValuesAcross);
        TilePanels keys = AttentionTiles.Pack<TLanes>(key, stride, n, size, head.Scale, tiles.Keys);
        var philox = new Philox(dropout);
        float* expected = stackalloc float[Queries], logSums = stackalloc float[Queries];
        int done = 0;
        for (int first = 0; first < n; first += Queries)
        {
            int queries = Math.Min(Queries, n - first);
            var range = new KeyRange(head, first, queries, keysAcross.Width);
            nint outputStart = head.OutputOffset + ((nint)first * head.Hidden);
            float* q = query + (first * stride), dy = rows.OutputGradient + outputStart;
            TilePanels queryRows =
                AttentionTiles.Pack<TLanes>(q, stride, queries, size, head.Scale, tiles.QueryRows);
            TilePanels gradientRows =
                AttentionTiles.Pack<TLanes>(dy, head.Hidden, queries, size, 1, tiles.OutputGradient);
            MultiplyKeys<TLanes>(TileFactor.Plain(q, stride), keysAcross, range, queries, tiles, tiles.Weights);
            TileFactor plain = TileFactor.Plain(dy, head.Hidden);
            MultiplyKeys<TLanes>(plain, valuesAcross, range, queries, tiles, tiles.ScoreGradient);
            float* y = rows.Output + outputStart;
            if (AttentionTiles.FetchesAhead(head)) FetchNext(q + size, y + size, dy + size, head, queries);
            for (int i = 0; i < queries; i++)
            {
                nint row = (nint)i * head.Hidden;
                expected[i] = Dot<TLanes>(y + row, dy + row, size);
                logSums[i] = rows.LogSumExp[head.StatisticsOffset + ((nint)(first + i) * head.Heads)];
            }

            Scores<TLanes>(
                head, first, queries, range, philox, dropout, expected, logSums, tiles.Weights, tiles.ScoreGradient);
            AddToKeys<TLanes>(tiles, queryRows, gradientRows, range, queries, done);
            done = range.End;
            TileFactor scores = TileFactor.Plain(tiles.ScoreGradient, tiles.ScoreStride);
            TilePanels seen = keys.FromRow(range.Start);
            TileProduct<TLanes>.Run(scores, seen, queries, range.Count, false, tiles.QueryGradient, width, range.Keys);
            TurnBack<TLanes>(tiles.QueryGradient, first, queries, head);
            Write<TLanes>(tiles.QueryGradient, queries, head, queryGradient + (first * stride));
        }

        TurnBack<TLanes>(tiles.KeyGradient, 0, n, head);
        Write<TLanes>(tiles.KeyGradient, n, head, queryGradient + head.Hidden);
        Write<TLanes>(tiles.ValueGradient, n, head, queryGradient + (2 * head.Hidden));
    }

    // destination [queries, keys of the range] = factor [queries, size] · panels, where a query sees the key.
    private static void MultiplyKeys<TLanes>(
        in TileFactor factor,
        in TilePanels panels,
        in KeyRange range,
        int queries,
        in Tiles tiles,
        float* destination)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TilePanels seen = AttentionTiles.Columns(panels, range);
        TileProduct<TLanes>.Run(
            factor, seen, queries, tiles.Size, false, destination, tiles.ScoreStride, columns: range.Keys);
    }

    // dv = wᵀ · dy and dk = dsᵀ · q of the keys of a range, of which those before "done" have had terms already.
    private static void AddToKeys<TLanes>(
        in Tiles tiles, in TilePanels queryRows, in TilePanels gradientRows, in KeyRange range, int queries, int done)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int width = tiles.Width;
        nint start = (nint)range.Start * width;
        bool add = range.Start < done;
        if (add && done < range.End)
        {
            int fresh = (range.End - done) * width;
            new Span<float>(tiles.KeyGradient + ((nint)done * width), fresh).Clear();
            new Span<float>(tiles.ValueGradient + ((nint)done * width), fresh).Clear();
        }

        TileFactor weights = TileFactor.Transposed(tiles.Weights, tiles.ScoreStride);
        TileProduct<TLanes>.Run(
            weights, gradientRows, range.Count, queries, add, tiles.ValueGradient + start, width, range.Queries);
        TileFactor scores = TileFactor.Transposed(tiles.ScoreGradient, tiles.ScoreStride);
        TileProduct<TLanes>.Run(
            scores, queryRows, range.Count, queries, add, tiles.KeyGradient + start, width, range.Queries);
    }

    private static void TurnBack<TLanes>(float* tile, int first, int rows, in AttentionHead head)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (!head.Turns) return;
        RotaryKernel.Turn<TLanes>(tile, AttentionTiles.Padded(head.Size), rows, head.Size, head.AnglesAt(first), -1);
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

    // weights: on entry q · kᵀ, then w; gradient: on entry dy · vᵀ, then ds / scale. Zero where nothing is seen.
    [SkipLocalsInit]
    [MethodImpl(Compiled.AtOnce)]
    private static void Scores<TLanes>(
        in AttentionHead head,
        int first,
        int queries,
        in KeyRange range,
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
        int stride = AttentionTiles.ScoreStride(KeyRange.Most(head.Length, head.Window, Queries));
        bool drops = dropout.IsActive;
        int threshold = dropout.Threshold;
        TLanes factor = TLanes.Broadcast(head.Scale * AttentionKernel.LogOfE);
        TLanes kept = TLanes.Broadcast(dropout.Scale);
        for (int i = 0; i < queries; i++, weights += stride, gradient += stride)
        {
            TLanes offset = TLanes.Broadcast(-logSums[i] * AttentionKernel.LogOfE);
            TLanes mean = TLanes.Broadcast(expected[i]);
            int to = range.To(i), begin = AttentionTiles.Hide(range, i, weights);
            AttentionTiles.Hide(range, i, gradient);
            for (int j = begin; j < range.From(i); j++) gradient[j] = 0;
            for (int start = begin; start < to; start += tile)
            {
                int end = Math.Min(to, start + tile);
                uint row = head.DropoutRow(first + i);
                if (drops) philox.Draw<TLanes>(row, range.Start + start, end - start, draws);
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
        public readonly int ScoreStride, Size, Width;
        public readonly float* KeysAcross, ValuesAcross, Keys, KeyGradient, ValueGradient;
        public readonly float* Weights, ScoreGradient, QueryRows, OutputGradient, QueryGradient;

        public Tiles(in AttentionHead head, float* scratch)
        {
            ScoreStride = AttentionTiles.ScoreStride(
                KeyRange.Most(head.Length, head.Window, AttentionGradientKernel.Queries));
            Size = head.Size;
            Width = AttentionTiles.Padded(head.Size);
            nint across = TilePanels.SizeOf(
                AttentionTiles.Padded(head.Length), AttentionTiles.PanelDepth(head.Size));
            nint along = (nint)head.Length * Width;
            KeysAcross = scratch;
            ValuesAcross = KeysAcross + across;
            Keys = ValuesAcross + across;
            KeyGradient = Keys + TilePanels.SizeOf(Width, head.Length);
            ValueGradient = KeyGradient + along;
            Weights = ValueGradient + along;
            ScoreGradient = Weights + (AttentionGradientKernel.Queries * ScoreStride);
            QueryRows = ScoreGradient + (AttentionGradientKernel.Queries * ScoreStride);
            OutputGradient = QueryRows + TilePanels.SizeOf(Width, AttentionGradientKernel.Queries);
            QueryGradient = OutputGradient + TilePanels.SizeOf(Width, AttentionGradientKernel.Queries);
        }

        // Free until the first tile of queries is done.
        public float* Staging => QueryGradient;
    }
}
