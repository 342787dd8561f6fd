using Cloze.Kernels;

namespace Cloze.Compute;

/// <content>Attention: a part is one head over one sequence, which no other part writes.</content>
public sealed unsafe partial class CpuBackend
{
    private readonly NativeBuffer _attention = new();

    /// <inheritdoc cref="IBackend.Attention"/>
    public void Attention(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        int heads,
        Dropout dropout,
        Tensor logSumExp,
        Tensor destination)
    {
        nint size = AttentionKernel.ScratchSize(Longest(starts), destination.Columns / heads);
        fixed (int* sequences = starts)
        {
            var job = new AttentionJob
            {
                Kernels = _kernels,
                Heads = new HeadList(sequences, heads, destination.Columns / heads),
                Dropout = KeyOf(dropout),
                Scratch = _attention.Take(size * Threads),
                ScratchSize = size,
                QueryKeyValue = HostArena.Pointer(queryKeyValue),
                LogSumExp = logSumExp.IsNone ? null : HostArena.Pointer(logSumExp),
                Output = HostArena.Pointer(destination),
            };
            _workers.Run((starts.Length - 1) * heads, ref job);
        }
    }

    /// <inheritdoc cref="IBackend.AttentionBackward"/>
    public void AttentionBackward(
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
        {
            var job = new AttentionGradientJob
            {
                Kernels = _kernels,
                Heads = new HeadList(sequences, heads, output.Columns / heads),
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
            _workers.Run((starts.Length - 1) * heads, ref job);
        }
    }

    private static int Longest(ReadOnlySpan<int> starts)
    {
        int longest = 0;
        for (int s = 1; s < starts.Length; s++) longest = Math.Max(longest, starts[s] - starts[s - 1]);
        return longest;
    }

    private readonly struct HeadList(int* starts, int heads, int size)
    {
        public AttentionHead this[int part]
        {
            get
            {
                int sequence = part / heads, start = starts[sequence];
                return new AttentionHead(start, starts[sequence + 1] - start, part % heads, heads, size);
            }
        }
    }

    private struct AttentionJob : IJob
    {
        public required KernelSet Kernels;
        public required HeadList Heads;
        public required DropoutKey Dropout;
        public required float* Scratch;
        public required nint ScratchSize;
        public required float* QueryKeyValue, LogSumExp, Output;

        public readonly void Execute(int part, int worker) =>
            Kernels.Attention(QueryKeyValue, Heads[part], Dropout, Scratch + (worker * ScratchSize), LogSumExp, Output);
    }

    private struct AttentionGradientJob : IJob
    {
        public required KernelSet Kernels;
        public required HeadList Heads;
        public required DropoutKey Dropout;
        public required float* Scratch;
        public required nint ScratchSize;
        public required AttentionGradientRows Rows;

        public readonly void Execute(int part, int worker) =>
            Kernels.AttentionBackward(Rows, Heads[part], Dropout, Scratch + (worker * ScratchSize));
    }
}
