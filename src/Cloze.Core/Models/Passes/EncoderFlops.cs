using Cloze.Compute;

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
    /// <param name="maskedCount">
    /// M, the rows the prediction head sees, and so those for which there is anything to do after the attention of the
    /// last layer.
    /// </param>
    public static double Forward(EncoderConfig config, ReadOnlySpan<int> starts, int maskedCount)
    {
        double hidden = config.HiddenSize, tokens = starts.IsEmpty ? 0 : starts[^1] - starts[0];
        double layers = config.LayerCount, outputs = ((layers - 1) * tokens) + maskedCount;
        double queryKeyValue = 2 * 3 * hidden * hidden * layers * tokens;
        double attention = 0;
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            int window = config.PreNorm?.WindowOf(layer) ?? AttentionPattern.Unbounded;
            attention += 4 * hidden * new AttentionPattern(config.AttentionHeadCount, window).Pairs(starts);
        }

        int innerProducts = config.PreNorm is null ? 2 : 3;
        double linear = 2 * ((hidden * hidden) + (innerProducts * hidden * config.InnerSize)) * outputs;
        double width = config.EmbeddingSize;
        double head = 2 * ((hidden * width) + (width * config.VocabularySize)) * maskedCount;
        double projection = config.EmbeddingSize == config.HiddenSize ? 0 : 2 * hidden * width * tokens;
        return queryKeyValue + attention + linear + head + projection;
    }

    /// <summary>Of a forward and a backward pass: each product has two in the backward pass.</summary>
    /// <inheritdoc cref="Forward" path="/param"/>
    public static double TrainingStep(EncoderConfig config, ReadOnlySpan<int> starts, int maskedCount) =>
        3 * Forward(config, starts, maskedCount);
}
