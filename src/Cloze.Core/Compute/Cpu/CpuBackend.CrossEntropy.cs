using Cloze.Kernels;

namespace Cloze.Compute;

/// <content>The loss: the tied decoder and softmax cross entropy, in blocks of rows.</content>
internal sealed unsafe partial class CpuBackend
{
    private readonly DecoderLoss _decoder;

    /// <inheritdoc/>
    protected override void CrossEntropyCore(
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        Span<float> losses,
        Span<int> ranks)
    {
        if (_bytes is not null)
        {
            LossesInBytes(_bytes, hidden, decoder, bias, labels, losses, ranks);
            return;
        }

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

    /// <inheritdoc/>
    protected override void CrossEntropyWithGradientCore(
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
                    DecoderGradient = decoderGradient.IsNone ? null : HostArena.Pointer(decoderGradient),
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
}
