using System.Diagnostics;

namespace Cloze.Compute;

/// <content>The loss over the vocabulary.</content>
internal abstract partial class Backend
{
    /// <summary>
    /// Softmax cross entropy of the logits hidden · decoderᵀ + bias against the labels, one row at a time, in row
    /// blocks so that the logits [M, V] never stand in memory at once when large. hidden [M, H], decoder [V, H],
    /// bias [1, V], labels [M] in [0, V). losses [M] receives -ln P(label) of each row. ranks, [M] or empty, receives
    /// how many words had a larger logit than the label (ties: the lower id first).
    /// </summary>
    public void CrossEntropy(
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        Span<float> losses,
        Span<int> ranks)
    {
        var check = new OperandCheck(this, Operation.CrossEntropy);
        CheckDecoder(check, hidden, decoder, bias, labels, losses);
        if (!ranks.IsEmpty) check.AtLeast(ranks.Length, labels.Length, nameof(ranks));
        long start = Stopwatch.GetTimestamp();
        CrossEntropyCore(hidden, decoder, bias, labels, losses, ranks);
        Measure(Operation.CrossEntropy, start, Product(hidden, decoder));
    }

    /// <summary>
    /// <see cref="CrossEntropy"/> fused with its gradient, each row's loss weighted by <paramref name="scale"/>:
    /// hiddenGradient [M, H] overwritten, decoderGradient [V, H] and biasGradient [1, V] added to. The decoder's may be
    /// none, where it does not learn: then a third of the work is left out.
    /// </summary>
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
        var check = new OperandCheck(this, Operation.CrossEntropyWithGradient);
        CheckDecoder(check, hidden, decoder, bias, labels, losses);
        check.Like(hiddenGradient, hidden);
        check.OptionalLike(decoderGradient, decoder);
        check.Like(biasGradient, bias);
        Apart(check, hiddenGradient, hidden, decoder, bias);
        Apart(check, decoderGradient, hidden, decoder, bias);
        Apart(check, biasGradient, hidden, decoder, bias);
        Apart(check, hiddenGradient, decoderGradient, biasGradient, Tensor.None);
        check.Apart(biasGradient, decoderGradient);
        long start = Stopwatch.GetTimestamp();
        CrossEntropyWithGradientCore(
            hidden, decoder, bias, labels, scale, losses, hiddenGradient, decoderGradient, biasGradient);
        Measure(Operation.CrossEntropyWithGradient, start, (decoderGradient.IsNone ? 2 : 3) * Product(hidden, decoder));
    }

    /// <summary>Does <see cref="CrossEntropy"/>; the operands are checked.</summary>
    protected abstract void CrossEntropyCore(
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        Span<float> losses,
        Span<int> ranks);

    /// <summary>Does <see cref="CrossEntropyWithGradient"/>; the operands are checked.</summary>
    protected abstract void CrossEntropyWithGradientCore(
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        float scale,
        Span<float> losses,
        Tensor hiddenGradient,
        Tensor decoderGradient,
        Tensor biasGradient);

    private static void CheckDecoder(
        OperandCheck check, Tensor hidden, Tensor decoder, Tensor bias, ReadOnlySpan<int> labels, Span<float> losses)
    {
        check.Present(decoder);
        check.Shape(hidden, labels.Length, decoder.Columns);
        check.Shape(bias, 1, decoder.Rows);
        check.Indices(labels, decoder.Rows);
        check.AtLeast(losses.Length, labels.Length, nameof(losses));
    }
}
