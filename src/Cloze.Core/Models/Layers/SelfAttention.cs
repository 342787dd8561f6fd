using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// Multi-head self-attention with its projection, residual and norm (Vaswani et al. 2017):
/// output = norm(dropout(attention(input · Wqkvᵀ + bqkv) · Woᵀ + bo) + input).
/// </summary>
/// <param name="backend">Where it runs.</param>
/// <param name="config">The model's sizes.</param>
/// <param name="layer">The layer's number, from 0.</param>
/// <param name="weights">The layer's weights.</param>
internal sealed class SelfAttention(Backend backend, EncoderConfig config, int layer, EncoderLayerWeights weights)
{
    /// <summary>What the backward pass needs of the forward pass.</summary>
    /// <param name="QueryKeyValue">Query, key and value side by side, [T, 3H].</param>
    /// <param name="LogSumExp">Of the scaled scores, [T, A]; none in inference.</param>
    /// <param name="Context">Output of attention proper, [T, H].</param>
    /// <param name="Sum">The projection, then dropout(projection) + input, [T, H].</param>
    /// <param name="Statistics">Mean and reciprocal deviation of each row, [T, 2]; none in inference.</param>
    public readonly record struct Cache(
        Tensor QueryKeyValue, Tensor LogSumExp, Tensor Context, Tensor Sum, Tensor Statistics);

    /// <summary>Takes the memory of one pass over T tokens.</summary>
    public Cache Take(Arena arena, int tokens, bool training) => new(
        arena.Take(tokens, 3 * config.HiddenSize),
        training ? arena.TakeFloat32(tokens, config.AttentionHeadCount) : Tensor.None,
        arena.Take(tokens, config.HiddenSize),
        arena.Take(tokens, config.HiddenSize),
        training ? arena.TakeFloat32(tokens, 2) : Tensor.None);

    /// <summary>Computes the output [T, H] from the input [T, H].</summary>
    public void Forward(
        Tensor input, ReadOnlySpan<int> starts, DropoutPlan dropout, in Cache cache, Tensor output)
    {
        backend.Linear(input, weights.QueryKeyValue.Weight, weights.QueryKeyValue.Bias, cache.QueryKeyValue);
        backend.Attention(
            cache.QueryKeyValue,
            starts,
            config.AttentionHeadCount,
            dropout.InAttention(layer),
            cache.LogSumExp,
            cache.Context);
        backend.Linear(cache.Context, weights.AttentionOutput.Weight, weights.AttentionOutput.Bias, cache.Sum);
        backend.AddNorm(
            cache.Sum,
            input,
            dropout.AfterAttention(layer),
            weights.AttentionNorm.Gain,
            weights.AttentionNorm.Bias,
            config.LayerNormEpsilon,
            cache.Statistics.IsNone ? Tensor.None : cache.Sum,
            cache.Statistics,
            output);
    }

    /// <summary>
    /// Computes some rows of the output, [M, H], from the input [T, H], where no backward pass follows: all rows are
    /// looked at, and what comes after the attention is left out for the others.
    /// </summary>
    public void ForwardRows(
        Tensor input, ReadOnlySpan<int> starts, ReadOnlySpan<int> rows, in Cache cache, Tensor output)
    {
        backend.Linear(input, weights.QueryKeyValue.Weight, weights.QueryKeyValue.Bias, cache.QueryKeyValue);
        backend.Attention(
            cache.QueryKeyValue, starts, config.AttentionHeadCount, Dropout.None, Tensor.None, cache.Context);

        // Queries, keys and values are done with: the rows are gathered where they stood.
        int count = rows.Length, width = config.HiddenSize;
        Tensor context = cache.QueryKeyValue.Slice(0, count, width);
        Tensor residual = cache.QueryKeyValue.Slice((nint)count * width, count, width);
        Tensor sum = cache.Sum.RowRange(0, count);
        backend.GatherRows(cache.Context, rows, context);
        backend.GatherRows(input, rows, residual);
        backend.Linear(context, weights.AttentionOutput.Weight, weights.AttentionOutput.Bias, sum);
        backend.AddNorm(
            sum,
            residual,
            Dropout.None,
            weights.AttentionNorm.Gain,
            weights.AttentionNorm.Bias,
            config.LayerNormEpsilon,
            Tensor.None,
            Tensor.None,
            output);
    }

    /// <summary>
    /// Turns <paramref name="gradient"/> [T, H], that of the output, into that of the input, in place; adds to the
    /// gradients of the weights.
    /// </summary>
    public void Backward(
        Tensor input,
        ReadOnlySpan<int> starts,
        DropoutPlan dropout,
        in Cache cache,
        EncoderLayerWeights gradients,
        in LayerScratch scratch,
        Tensor gradient)
    {
        // output = norm(sum), sum = dropout(projection) + input: gradient becomes that of the sum, and so, for now,
        // that of the input
        Dropout dropped = dropout.AfterAttention(layer);
        Tensor projection = dropped.IsActive ? scratch.Dropped : gradient;
        backend.AddNormBackward(
            gradient,
            cache.Sum,
            cache.Statistics,
            weights.AttentionNorm.Gain,
            dropped,
            dropped.IsActive ? scratch.Dropped : Tensor.None,
            gradient,
            gradients.AttentionNorm.Gain,
            gradients.AttentionNorm.Bias);

        // projection = context · Woᵀ + bo: adds to the weights', overwrites the context's
        backend.LinearBackward(
            projection,
            cache.Context,
            weights.AttentionOutput.Weight,
            add: false,
            scratch.Context,
            gradients.AttentionOutput.Weight,
            gradients.AttentionOutput.Bias);

        // context = attention(queryKeyValue): overwrites that of query, key and value
        backend.AttentionBackward(
            cache.QueryKeyValue,
            starts,
            config.AttentionHeadCount,
            dropout.InAttention(layer),
            cache.LogSumExp,
            cache.Context,
            scratch.Context,
            scratch.QueryKeyValue);

        // queryKeyValue = input · Wqkvᵀ + bqkv: adds to the weights' and to the input's
        backend.LinearBackward(
            scratch.QueryKeyValue,
            input,
            weights.QueryKeyValue.Weight,
            add: true,
            gradient,
            gradients.QueryKeyValue.Weight,
            gradients.QueryKeyValue.Bias);
    }
}
