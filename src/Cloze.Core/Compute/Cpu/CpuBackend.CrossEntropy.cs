using Cloze.Kernels;

namespace Cloze.Compute;

/// <content>The loss: the tied decoder and softmax cross entropy, in blocks of rows.</content>
public sealed unsafe partial class CpuBackend
{
    private readonly DecoderLoss _decoder;

    /// <inheritdoc cref="IBackend.CrossEntropy"/>
    public void CrossEntropy(
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        Span<float> losses,
        Span<int> ranks)
    {
        RequireDecoder(hidden, decoder, bias, labels, losses);
        if (!ranks.IsEmpty) ArgumentOutOfRangeException.ThrowIfLessThan(ranks.Length, labels.Length);
        int size = DecoderLoss.BlockRows(labels.Length, decoder.Rows);
        fixed (int* label = labels, rank = ranks)
        fixed (float* loss = losses)
        {
            for (int first = 0; first < labels.Length; first += size)
            {
                int rows = Math.Min(size, labels.Length - first);
                DecoderBlock block = BlockOf(hidden.RowRange(first, rows), decoder, bias, label + first, loss + first);
                _decoder.Loss(block, rank is null ? null : rank + first);
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
        RequireDecoder(hidden, decoder, bias, labels, losses);
        RequireShape(hiddenGradient, labels.Length, hidden.Columns);
        RequireShape(decoderGradient, decoder.Rows, decoder.Columns);
        RequireShape(biasGradient, 1, decoder.Rows);
        int size = DecoderLoss.BlockRows(labels.Length, decoder.Rows);
        fixed (int* label = labels)
        fixed (float* loss = losses)
        {
            for (int first = 0; first < labels.Length; first += size)
            {
                int rows = Math.Min(size, labels.Length - first);
                DecoderBlock block = BlockOf(hidden.RowRange(first, rows), decoder, bias, label + first, loss + first);
                _decoder.LossAndGradient(block with
                {
                    Scale = scale,
                    InputGradient = HostArena.Pointer(hiddenGradient.RowRange(first, rows)),
                    DecoderGradient = HostArena.Pointer(decoderGradient),
                    BiasGradient = HostArena.Pointer(biasGradient),
                });
            }
        }
    }

    private DecoderBlock BlockOf(Tensor hidden, Tensor decoder, Tensor bias, int* labels, float* losses) => new()
    {
        Shape = _decoder.Shape(hidden.Rows, hidden.Columns, decoder.Rows),
        Input = HostArena.Pointer(hidden),
        Decoder = HostArena.Pointer(decoder),
        Bias = HostArena.Pointer(bias),
        Labels = labels,
        Losses = losses,
    };

    private static void RequireDecoder(
        Tensor hidden, Tensor decoder, Tensor bias, ReadOnlySpan<int> labels, Span<float> losses)
    {
        RequireShape(hidden, labels.Length, decoder.Columns);
        RequireShape(bias, 1, decoder.Rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(losses.Length, labels.Length);
    }
}
