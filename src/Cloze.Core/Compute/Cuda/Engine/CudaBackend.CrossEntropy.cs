using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <content>
/// The loss: logits of a block of rows, softmax and loss in their place, and with gradients two products more.
/// </content>
internal sealed partial class CudaBackend
{
    // Rows of logits begin at multiples of so many values, which the matrix units want; and as many columns they have.
    private const int LogitsAlignment = 64;
    private const int RowsAlignment = 128;
    private const long LogitsBytes = 640 << 20;

    private readonly LossLauncher _loss;
    private readonly CudaBuffer _logits;
    private readonly CudaBuffer _losses;
    private readonly CudaBuffer _ranks;

    /// <inheritdoc/>
    protected override void CrossEntropyCore(
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        Span<float> losses,
        Span<int> ranks)
    {
        int count = labels.Length;
        if (count == 0) return;
        DevicePointer label = _lists.Send("labels", labels), loss = _losses.Take((nint)count * sizeof(float));
        DevicePointer rank = ranks.IsEmpty ? DevicePointer.None : _ranks.Take((nint)count * sizeof(int));
        foreach (LogitsBlock block in Blocks(count, decoder.Rows, sizeof(float)))
        {
            nint offset = (nint)block.First * sizeof(int);
            MakeLogits(hidden, decoder, block, TensorElement.Float32);
            var operands = new LossOperands(
                block.Logits,
                Float32(bias),
                label + offset,
                loss + offset,
                rank.IsNone ? rank : rank + offset,
                DevicePointer.None);
            _loss.CrossEntropy(operands, floatLogits: true, 0, block.Rows, block.Vocabulary, block.Stride);
        }

        _transfers.Receive(loss, MemoryMarshal.AsBytes(losses[..count]));
        if (!ranks.IsEmpty) _transfers.Receive(rank, MemoryMarshal.AsBytes(ranks[..count]));
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
        int count = labels.Length;
        if (count == 0) return;
        DevicePointer label = _lists.Send("labels", labels), loss = _losses.Take((nint)count * sizeof(float));
        foreach (LogitsBlock block in Blocks(count, decoder.Rows, _launcher.ElementSize))
        {
            nint offset = (nint)block.First * sizeof(int);
            MakeLogits(hidden, decoder, block, ActivationElement);
            var operands = new LossOperands(
                block.Logits, Float32(bias), label + offset, loss + offset, DevicePointer.None, block.Logits);
            _loss.CrossEntropy(
                operands,
                floatLogits: false,
                scale,
                block.Rows,
                block.Vocabulary,
                block.Stride);
            MultiplyBack(block, hidden, decoder, hiddenGradient, decoderGradient);
            _columns.AddSums(block.Logits, block.Rows, block.Vocabulary, block.Stride, Float32(biasGradient));
        }

        _transfers.Receive(loss, MemoryMarshal.AsBytes(losses[..count]));
    }

    private IEnumerable<LogitsBlock> Blocks(int count, int vocabulary, int bytes)
    {
        int stride = checked((vocabulary + LogitsAlignment - 1) / LogitsAlignment * LogitsAlignment);
        long room = Math.Max(1, LogitsBytes / ((long)stride * bytes));
        long whole = Math.Max(room / RowsAlignment * RowsAlignment, Math.Min(room, RowsAlignment));
        long blocks = KernelGrid.Ceiling(count, whole);
        long even = KernelGrid.Ceiling(KernelGrid.Ceiling(count, blocks), RowsAlignment) * RowsAlignment;
        int most = (int)Math.Min(count, Math.Min(even, room));
        DevicePointer logits = _logits.Take((nint)most * stride * bytes);
        for (int first = 0; first < count; first += most)
        {
            yield return new LogitsBlock(first, Math.Min(most, count - first), vocabulary, stride, logits);
        }
    }

    // The vocabulary, or where there is room behind a matrix of words the next multiple of 64: a product of 30,522
    // columns takes three times as long as one of 30,592. What stands there gives logits that nobody reads, and the
    // gradients of these are zero.
    private static int WideRows(Tensor words, LogitsBlock block) =>
        words.Offset + ((nint)block.Stride * words.Columns) <= CudaArena.Of(words).Capacity
            ? block.Stride
            : block.Vocabulary;

    private void MakeLogits(Tensor hidden, Tensor decoder, LogitsBlock block, TensorElement element) =>
        _products.Multiply(new MatrixProduct
        {
            A = Values(hidden.RowRange(block.First, block.Rows)),
            B = Factor(decoder),
            C = block.Logits,
            Rows = block.Rows,
            Columns = WideRows(decoder, block),
            Depth = hidden.Columns,
            TransposesB = true,
            StrideA = hidden.Columns,
            StrideB = decoder.Columns,
            StrideC = block.Stride,
            Factors = ActivationElement,
            Result = element,
        });

    private void MultiplyBack(
        LogitsBlock block, Tensor hidden, Tensor decoder, Tensor hiddenGradient, Tensor decoderGradient)
    {
        _products.Multiply(new MatrixProduct
        {
            A = block.Logits,
            B = Factor(decoder),
            C = Values(hiddenGradient.RowRange(block.First, block.Rows)),
            Rows = block.Rows,
            Columns = decoder.Columns,
            Depth = WideRows(decoder, block),
            StrideA = block.Stride,
            StrideB = decoder.Columns,
            StrideC = hiddenGradient.Columns,
            Factors = ActivationElement,
            Result = ActivationElement,
        });
        if (decoderGradient.IsNone) return;
        _products.Multiply(new MatrixProduct
        {
            A = block.Logits,
            B = Values(hidden.RowRange(block.First, block.Rows)),
            C = Float32(decoderGradient),
            Rows = WideRows(decoderGradient, block),
            Columns = decoder.Columns,
            Depth = block.Rows,
            TransposesA = true,
            StrideA = block.Stride,
            StrideB = hidden.Columns,
            StrideC = decoderGradient.Columns,
            Adds = true,
            Factors = ActivationElement,
            Result = TensorElement.Float32,
        });
    }

    /// <summary>Logits of some rows.</summary>
    /// <param name="First">The first row.</param>
    /// <param name="Rows">Number of rows.</param>
    /// <param name="Vocabulary">V.</param>
    /// <param name="Stride">From one row of logits to the next, in values.</param>
    /// <param name="Logits">Where they are.</param>
    private readonly record struct LogitsBlock(int First, int Rows, int Vocabulary, int Stride, DevicePointer Logits);
}
