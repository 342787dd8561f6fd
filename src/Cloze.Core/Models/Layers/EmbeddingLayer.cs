using Cloze.Compute;

namespace Cloze.Models;

/// <summary>output = dropout(norm(word[id] + position[p] + tokenType[t])).</summary>
/// <param name="backend">Where it runs.</param>
/// <param name="config">The model's sizes.</param>
/// <param name="weights">The model's weights.</param>
internal sealed class EmbeddingLayer(Backend backend, EncoderConfig config, EncoderWeights weights)
{
    /// <summary>What the backward pass needs of the forward pass.</summary>
    /// <param name="Sum">Sum of the three embeddings, [T, H].</param>
    /// <param name="Statistics">Mean and reciprocal deviation of each row, [T, 2]; none in inference.</param>
    public readonly record struct Cache(Tensor Sum, Tensor Statistics);

    /// <summary>Takes the memory of one pass over T tokens.</summary>
    public Cache Take(Arena arena, int tokens, bool training) => new(
        arena.Take(tokens, config.HiddenSize), training ? arena.TakeFloat32(tokens, 2) : Tensor.None);

    /// <summary>Computes the output [T, H].</summary>
    public void Forward(TokenRows tokens, DropoutPlan dropout, in Cache cache, Tensor output)
    {
        backend.Embed(tokens, weights.Tables, cache.Sum);
        backend.AddNorm(
            cache.Sum,
            Tensor.None,
            Dropout.None,
            weights.EmbeddingNorm.Gain,
            weights.EmbeddingNorm.Bias,
            config.LayerNormEpsilon,
            Tensor.None,
            cache.Statistics,
            output);
        if (dropout.AfterEmbeddings.IsActive) backend.ApplyDropout(output, dropout.AfterEmbeddings, output);
    }

    /// <summary>
    /// Adds to the gradients of the tables and the norm; <paramref name="gradient"/> [T, H] is that of the output, and
    /// is used up.
    /// </summary>
    public void Backward(
        TokenRows tokens, DropoutPlan dropout, in Cache cache, EncoderWeights gradients, Tensor gradient)
    {
        // output = dropout(normed), in place
        if (dropout.AfterEmbeddings.IsActive) backend.ApplyDropout(gradient, dropout.AfterEmbeddings, gradient);

        // normed = norm(sum): overwrites gradient with that of the sum, adds to the norm's
        backend.AddNormBackward(
            gradient,
            cache.Sum,
            cache.Statistics,
            weights.EmbeddingNorm.Gain,
            Dropout.None,
            Tensor.None,
            gradient,
            gradients.EmbeddingNorm.Gain,
            gradients.EmbeddingNorm.Bias);

        // sum = word[id] + position[p] + tokenType[t]: adds to the tables' rows
        backend.EmbedBackward(tokens, gradient, gradients.Tables);
    }
}
