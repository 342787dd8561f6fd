using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// dropped = dropout(norm(word[id] + position[p] + tokenType[t])), of the tables that the model has;
/// output = dropped · Wᵀ + b where embeddings and hidden states differ in width, else dropped.
/// </summary>
/// <param name="backend">Where it runs.</param>
/// <param name="config">The model's sizes.</param>
/// <param name="weights">The model's weights.</param>
internal sealed class EmbeddingLayer(Backend backend, EncoderConfig config, EncoderWeights weights)
{
    private readonly bool _projects = !weights.EmbeddingProjection.Weight.IsNone;

    /// <summary>What the backward pass needs of the forward pass.</summary>
    /// <param name="Sum">Sum of the embeddings, [T, E].</param>
    /// <param name="Statistics">Mean and reciprocal deviation of each row, [T, 2]; none in inference.</param>
    /// <param name="Dropped">What is projected, [T, E]; none where nothing is.</param>
    /// <param name="Gradient">That of what is projected, [T, E]; none where nothing is, and in inference.</param>
    public readonly record struct Cache(Tensor Sum, Tensor Statistics, Tensor Dropped, Tensor Gradient);

    /// <summary>Takes the memory of one pass over T tokens.</summary>
    public Cache Take(Arena arena, int tokens, bool training) => new(
        arena.Take(tokens, config.EmbeddingSize),
        training ? arena.TakeFloat32(tokens, 2) : Tensor.None,
        _projects ? arena.Take(tokens, config.EmbeddingSize) : Tensor.None,
        _projects && training ? arena.Take(tokens, config.EmbeddingSize) : Tensor.None);

    /// <summary>The part of the memory that a pass over so many tokens takes, where no backward pass follows.</summary>
    public static Cache RowsOf(in Cache cache, int tokens) => cache with
    {
        Sum = cache.Sum.RowRange(0, tokens),
        Dropped = cache.Dropped.IsNone ? Tensor.None : cache.Dropped.RowRange(0, tokens),
    };

    /// <summary>Computes the output [T, H].</summary>
    public void Forward(TokenRows tokens, DropoutPlan dropout, in Cache cache, Tensor output)
    {
        Tensor dropped = _projects ? cache.Dropped : output;
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
            dropped);
        if (dropout.AfterEmbeddings.IsActive) backend.ApplyDropout(dropped, dropout.AfterEmbeddings, dropped);
        if (!_projects) return;
        backend.Linear(dropped, weights.EmbeddingProjection.Weight, weights.EmbeddingProjection.Bias, output);
    }

    /// <summary>
    /// Adds to the gradients of the tables, the norm and the projection; <paramref name="gradient"/> [T, H] is that of
    /// the output, and is used up.
    /// </summary>
    public void Backward(
        TokenRows tokens, DropoutPlan dropout, in Cache cache, EncoderWeights gradients, Tensor gradient)
    {
        // output = dropped · Wᵀ + b: overwrites that of dropped, adds to the weights'
        if (_projects)
        {
            backend.LinearBackward(
                gradient,
                cache.Dropped,
                weights.EmbeddingProjection.Weight,
                add: false,
                cache.Gradient,
                gradients.EmbeddingProjection.Weight,
                gradients.EmbeddingProjection.Bias);
            gradient = cache.Gradient;
        }

        // dropped = dropout(normed), in place
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
