using Cloze.Compute;

namespace Cloze.Models;

/// <summary>The next-sentence head: the softmax cross entropy of pooled · Wᵀ + b, over two classes.</summary>
/// <param name="backend">Where it runs.</param>
/// <param name="weights">The model's weights.</param>
internal sealed class NextSentenceOutput(Backend backend, EncoderWeights weights)
{
    /// <summary>Each sequence's logits for "B follows A" and "B is random", [S, 2].</summary>
    public void Logits(Tensor pooled, Tensor logits) =>
        backend.Linear(pooled, weights.NextSentence.Weight, weights.NextSentence.Bias, logits);

    /// <summary>
    /// Each sequence's loss, and its gradient weighted by <paramref name="scale"/>: adds to those of the weights,
    /// overwrites that of the pooled rows [S, H].
    /// </summary>
    public void LossAndBackward(
        Tensor pooled,
        ReadOnlySpan<int> labels,
        float scale,
        EncoderWeights gradients,
        Span<float> losses,
        Tensor pooledGradient) =>
        backend.CrossEntropyWithGradient(
            pooled,
            weights.NextSentence.Weight,
            weights.NextSentence.Bias,
            labels,
            scale,
            losses,
            pooledGradient,
            gradients.NextSentence.Weight,
            gradients.NextSentence.Bias);
}
