using Cloze.Kernels;

namespace Cloze.Compute;

/// <content>
/// Attention: a part is one sequence, or one head of it where there are few; what it writes no other part does.
/// </content>
internal sealed unsafe partial class CpuBackend
{
    private readonly NativeBuffer _attention = new();
    private readonly NativeBuffer _sequenceOrder = new();
    private readonly NativeBuffer _queries = new();

    /// <inheritdoc/>
    protected override void AttentionCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        AttentionPattern pattern,
        Dropout dropout,
        Tensor logSumExp,
        Tensor destination) => Attend(queryKeyValue, starts, pattern, dropout, null, logSumExp, destination);

    /// <inheritdoc/>
    protected override void AttentionOfRowsCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        AttentionPattern pattern,
        ReadOnlySpan<int> rows,
        Tensor destination)
    {
        QueryRange* queries = QueriesOf(starts, rows);
        Attend(queryKeyValue, starts, pattern, Dropout.None, queries, Tensor.None, destination);
    }

    private void Attend(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        AttentionPattern pattern,
        Dropout dropout,
        QueryRange* queries,
        Tensor logSumExp,
        Tensor destination)
    {
        int headSize = destination.Columns / pattern.Heads;
        nint size = AttentionKernel.ScratchSize(Longest(starts), headSize, pattern.Window);
        fixed (int* sequences = starts)
        fixed (long* order = LongestFirst(starts))
        {
            var parts = new HeadParts(sequences, order, starts.Length - 1, pattern, headSize, Threads)
            {
                Queries = queries,
            };
            var job = new AttentionJob
            {
                Kernels = _kernels,
                Parts = parts,
                Dropout = KeyOf(dropout),
                Scratch = _attention.Take(size * Threads),
                ScratchSize = size,
                QueryKeyValue = HostArena.Pointer(queryKeyValue),
                LogSumExp = logSumExp.IsNone ? null : HostArena.Pointer(logSumExp),
                Output = HostArena.Pointer(destination),
            };
            _workers.Run(parts.Count, ref job);
        }
    }

    /// <inheritdoc/>
    protected override void AttentionBackwardCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        AttentionPattern pattern,
        Dropout dropout,
        Tensor logSumExp,
        Tensor output,
        Tensor outputGradient,
        Tensor queryKeyValueGradient,
        Tensor columnSums)
    {
        int headSize = output.Columns / pattern.Heads;
        nint size = AttentionGradientKernel.ScratchSize(Longest(starts), headSize, pattern.Window);
        fixed (int* sequences = starts)
        fixed (long* order = LongestFirst(starts))
        {
            var parts = new HeadParts(sequences, order, starts.Length - 1, pattern, headSize, Threads);
            var job = new AttentionGradientJob
            {
                Kernels = _kernels,
                Parts = parts,
                Dropout = KeyOf(dropout),
                Scratch = _attention.Take(size * Threads),
                ScratchSize = size,
                Rows = new AttentionGradientRows
                {
                    QueryKeyValue = HostArena.Pointer(queryKeyValue),
                    LogSumExp = HostArena.Pointer(logSumExp),
                    Output = HostArena.Pointer(output),
                    OutputGradient = HostArena.Pointer(outputGradient),
                    QueryKeyValueGradient = HostArena.Pointer(queryKeyValueGradient),
                },
            };
            _workers.Run(parts.Count, ref job);
        }
    }

    private static int Longest(ReadOnlySpan<int> starts)
    {
        int longest = 0;
        for (int s = 1; s < starts.Length; s++) longest = Math.Max(longest, starts[s] - starts[s - 1]);
        return longest;
    }

    // The sequences' numbers, as the low halves of words that rise as lengths fall: a long one must not come last.
    private ReadOnlySpan<long> LongestFirst(ReadOnlySpan<int> starts)
    {
        int count = starts.Length - 1;
        var order = new Span<long>(_sequenceOrder.Take(2 * count), count);
        for (int s = 0; s < count; s++) order[s] = ((long)(starts[s] - starts[s + 1]) << 32) | (uint)s;
        order.Sort();
        return order;
    }

    // For each sequence the queries from the first that is wanted to the last.
    private QueryRange* QueriesOf(ReadOnlySpan<int> starts, ReadOnlySpan<int> rows)
    {
        int count = starts.Length - 1;
        var ranges = (QueryRange*)_queries.Take(2 * Math.Max(count, 1));
        new Span<QueryRange>(ranges, count).Clear();
        int sequence = 0;
        foreach (int row in rows)
        {
            if (row < starts[sequence]) sequence = 0;
            while (row >= starts[sequence + 1]) sequence++;
            ranges[sequence] = ranges[sequence].With(row - starts[sequence]);
        }

        return ranges;
    }

    // Queries [First, End) of a sequence.
    private readonly record struct QueryRange(int First, int End)
    {
        public QueryRange With(int query) => First == End
            ? new QueryRange(query, query + 1)
            : new QueryRange(Math.Min(First, query), Math.Max(End, query + 1));
    }

    // All heads of a sequence in one part share cache lines and fetch ahead for each other.
    private readonly struct HeadParts
    {
        private const int SequencesPerThread = 4;

        private readonly int* _starts;
        private readonly long* _order;
        private readonly float* _angles;
        private readonly int _heads;
        private readonly int _size;
        private readonly int _window;

        public HeadParts(int* starts, long* order, int sequences, AttentionPattern pattern, int size, int threads)
        {
            _starts = starts;
            _order = order;
            (_heads, _size, _window) = (pattern.Heads, size, pattern.Window);
            _angles = pattern.Angles.IsNone ? null : HostArena.Pointer(pattern.Angles);
            HeadsPerPart = sequences >= SequencesPerThread * threads ? _heads : 1;
            Count = sequences * (_heads / HeadsPerPart);
        }

        public int Count { get; }

        public int HeadsPerPart { get; }

        // Of each sequence; null where all are computed.
        public QueryRange* Queries { get; init; }

        public AttentionHead Head(int part, int index)
        {
            int head = (part * HeadsPerPart) + index, sequence = (int)_order[head / _heads], start = _starts[sequence];
            int length = _starts[sequence + 1] - start;
            QueryRange queries = Queries is null ? new QueryRange(0, length) : Queries[sequence];
            return new AttentionHead(
                start, length, head % _heads, _heads, _size, Math.Min(_window, length), (nint)_angles)
            {
                SkippedBefore = queries.First,
                SkippedAfter = length - queries.End,
            };
        }
    }

    private struct AttentionJob : IJob
    {
        public required KernelSet Kernels;
        public required HeadParts Parts;
        public required DropoutKey Dropout;
        public required float* Scratch;
        public required nint ScratchSize;
        public required float* QueryKeyValue, LogSumExp, Output;

        public readonly void Execute(int part, int worker)
        {
            float* scratch = Scratch + (worker * ScratchSize);
            for (int i = 0; i < Parts.HeadsPerPart; i++)
            {
                Kernels.Attention(QueryKeyValue, Parts.Head(part, i), Dropout, scratch, LogSumExp, Output);
            }
        }
    }

    private struct AttentionGradientJob : IJob
    {
        public required KernelSet Kernels;
        public required HeadParts Parts;
        public required DropoutKey Dropout;
        public required float* Scratch;
        public required nint ScratchSize;
        public required AttentionGradientRows Rows;

        public readonly void Execute(int part, int worker)
        {
            float* scratch = Scratch + (worker * ScratchSize);
            for (int i = 0; i < Parts.HeadsPerPart; i++)
            {
                Kernels.AttentionBackward(Rows, Parts.Head(part, i), Dropout, scratch);
            }
        }
    }
}
