using Cloze.Kernels;

namespace Cloze.Compute;

/// <content>The loss: logits in row blocks, each row turned into its gradient in place.</content>
public sealed unsafe partial class CpuBackend
{
    // Logits that stand in memory at once, 16 MB: enough rows to make the products efficient.
    private const int LogitsPerBlock = 1 << 22;

    private Arena? _logits;

    /// <inheritdoc cref="IBackend.CrossEntropy"/>
    public void CrossEntropy(
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        Span<float> losses,
        Span<int> ranks)
    {
        int size = RowsPerBlock(decoder.Rows);
        for (int first = 0; first < labels.Length; first += size)
        {
            int count = Math.Min(size, labels.Length - first);
            Tensor logits = Logits(count, decoder.Rows);
            Linear(hidden.RowRange(first, count), decoder, bias, logits);
            fixed (int* label = labels.Slice(first, count), rank = ranks.IsEmpty ? ranks : ranks.Slice(first, count))
            fixed (float* loss = losses.Slice(first, count))
            {
                var job = new LossJob(_kernels, logits, label, loss, rank);
                _workers.Run(count, ref job);
            }
        }
    }

    /// <inheritdoc cref="IBackend.CrossEntropyWithGradient"/>
    public void CrossEntropyWithGradient(
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        float scale,
        Span<float> losses,
        Tensor hiddenGradient,
        Tensor decoderGradient,
        Tensor biasGradient)
    {
        int size = RowsPerBlock(decoder.Rows);
        for (int first = 0; first < labels.Length; first += size)
        {
            int count = Math.Min(size, labels.Length - first);
            Tensor logits = Logits(count, decoder.Rows), rows = hidden.RowRange(first, count);
            Linear(rows, decoder, bias, logits);
            fixed (int* label = labels.Slice(first, count))
            fixed (float* loss = losses.Slice(first, count))
            {
                var job = new LossGradientJob(_kernels, logits, label, scale, loss);
                _workers.Run(count, ref job);
            }

            LinearInputGradient(logits, decoder, add: false, hiddenGradient.RowRange(first, count));
            LinearWeightGradient(logits, rows, decoderGradient, biasGradient);
        }
    }

    private static int RowsPerBlock(int vocabulary) => Math.Max(16, LogitsPerBlock / Math.Max(1, vocabulary));

    private Tensor Logits(int rows, int vocabulary)
    {
        nint wanted = Arena.SizeOf(rows, vocabulary);
        if (_logits is null || _logits.Capacity < wanted)
        {
            _logits?.Dispose();
            _logits = CreateArena("logits", wanted);
        }

        _logits.Reset();
        return _logits.Take(rows, vocabulary);
    }

    private readonly struct LossJob(KernelSet kernels, Tensor logits, int* labels, float* losses, int* ranks) : IJob
    {
        public void Execute(int part, int worker)
        {
            Span<float> row = RowsOf(logits, part, 1);
            losses[part] = kernels.CrossEntropy(row, labels[part]);
            if (ranks is not null) ranks[part] = CrossEntropyKernel.Rank(row, labels[part]);
        }
    }

    private readonly struct LossGradientJob(
        KernelSet kernels, Tensor logits, int* labels, float scale, float* losses) : IJob
    {
        public void Execute(int part, int worker) =>
            losses[part] = kernels.CrossEntropyGradient(RowsOf(logits, part, 1), labels[part], scale);
    }
}
