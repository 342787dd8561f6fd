namespace Cloze.Models;

/// <summary>
/// Useful floating-point operations of a packed batch, a multiply-add counted as two: the matrix products of the
/// encoder, attention within each sequence, and the prediction head on the masked rows. Element-wise work, the look-up
/// of embeddings and the pooler (a row a sequence) are left out, as is usual.
/// </summary>
internal static class EncoderFlops
{
    /// <summary>Of one forward pass.</summary>
    /// <param name="config">The model's sizes.</param>
    /// <param name="starts">Where each sequence begins, and T, as <see cref="TokenBatch.Starts"/>.</param>
    /// <param name="maskedCount">M, the rows the prediction head sees.</param>
    public static double Forward(EncoderConfig config, ReadOnlySpan<int> starts, int maskedCount)
    {
        double hidden = config.HiddenSize;
        double tokens = 0, pairs = 0;
        for (int s = 0; s + 1 < starts.Length; s++)
        {
            double length = starts[s + 1] - starts[s];
            tokens += length;
            pairs += length * length;
        }

        double linear = 2 * ((4 * hidden * hidden) + (2 * hidden * config.InnerSize)) * tokens;
        double attention = 4 * hidden * pairs;
        double head = 2 * ((hidden * hidden) + (hidden * config.VocabularySize)) * maskedCount;
        return (config.LayerCount * (linear + attention)) + head;
    }

    /// <summary>Of a forward and a backward pass: each product has two in the backward pass.</summary>
    /// <inheritdoc cref="Forward" path="/param"/>
    public static double TrainingStep(EncoderConfig config, ReadOnlySpan<int> starts, int maskedCount) =>
        3 * Forward(config, starts, maskedCount);
}
