using Cloze.Kernels;

namespace Cloze.Compute;

/// <content>
/// Attention: a part is one sequence, or one head of it where there are few; what it writes no other part does.
/// </content>
internal sealed unsafe partial class CpuBackend
{
    private readonly NativeBuffer _attention = new();
    private readonly NativeBuffer _sequenceOrder = new();

    /// <inheritdoc/>
    protected override void AttentionCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        int heads,
        Dropout dropout,
        Tensor logSumExp,
        Tensor destination)
    {
        nint size = AttentionKernel.ScratchSize(Longest(starts), destination.Columns / heads);
        fixed (int* sequences = starts)
        fixed (long* order = LongestFirst(starts))
        {
            var parts = new HeadParts(sequences, order, starts.Length - 1, heads, destination.Columns / heads, Threads);
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
        int heads,
        Dropout dropout,
        Tensor logSumExp,
        Tensor output,
        Tensor outputGradient,
        Tensor queryKeyValueGradient)
    {
        nint size = AttentionGradientKernel.ScratchSize(Longest(starts), output.Columns / heads);
        fixed (int* sequences = starts)
        fixed (long* order = LongestFirst(starts))
        {
            var parts = new HeadParts(sequences, order, starts.Length - 1, heads, output.Columns / heads, Threads);
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

    // All heads of a sequence in one part share cache lines and fetch ahead for each other.
    private readonly struct HeadParts(int* starts, long* order, int sequences, int heads, int size, int threads)
    {
        private const int SequencesPerThread = 4;

        private readonly int _heads = sequences >= SequencesPerThread * threads ? heads : 1;

        public int Count => sequences * (heads / _heads);

        public int HeadsPerPart => _heads;

        public AttentionHead Head(int part, int index)
        {
            int head = (part * _heads) + index, sequence = (int)order[head / heads], start = starts[sequence];
            return new AttentionHead(start, starts[sequence + 1] - start, head % heads, heads, size);
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
