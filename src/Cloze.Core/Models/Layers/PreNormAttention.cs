using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// Self-attention with its norm in front and the next block's norm behind it (Xiong et al. 2020):
/// stream = dropout(attention(norm(input) · Wqkvᵀ + bqkv) · Woᵀ + bo) + input; output = norm'(stream). The first layer
/// has no norm in front: it reads what the embeddings' norm gave.
/// </summary>
/// <param name="backend">Where it runs.</param>
/// <param name="config">The model's sizes.</param>
/// <param name="layer">The layer's number, from 0.</param>
/// <param name="weights">The layer's weights.</param>
/// <param name="pattern">What the queries see and how positions turn them.</param>
internal sealed class PreNormAttention(
    Backend backend, EncoderConfig config, int layer, EncoderLayerWeights weights, AttentionPattern pattern)
{
    private readonly bool _norms = !weights.AttentionNorm.Gain.IsNone;

    /// <summary>Takes the memory of one pass over T tokens, of which R rows are read.</summary>
    public SelfAttention.Cache Take(Arena arena, int tokens, int rows, bool training) => new(
        arena.Take(tokens, 3 * config.HiddenSize),
        training ? arena.TakeFloat32(tokens, config.AttentionHeadCount) : Tensor.None,
        arena.Take(tokens, config.HiddenSize),
        arena.Take(rows, config.HiddenSize),
        training ? arena.TakeFloat32(rows, 2) : Tensor.None,
        arena.Take(tokens, config.HiddenSize),
        training ? arena.TakeFloat32(tokens, 2) : Tensor.None);

    /// <summary>Computes the stream and the output, both [T, H], from the input [T, H].</summary>
    public void Forward(
        Tensor input, ReadOnlySpan<int> starts, DropoutPlan dropout, in SelfAttention.Cache cache, Tensor output)
    {
        QueryKeyValue(input, cache, cache.QueryKeyValue);
        Attend(starts, dropout, cache);
        Project(cache.Context, input, dropout, cache, output);
    }

    /// <summary>Computes stream and output [T, H] of D rows repeated; see <see cref="EncoderLayer"/>.</summary>
    /// <inheritdoc cref="EncoderLayer.ForwardRepeated" path="/param"/>
    public void ForwardRepeated(
        Tensor distinct,
        ReadOnlySpan<int> places,
        ReadOnlySpan<int> starts,
        in SelfAttention.Cache cache,
        Tensor input,
        Tensor output)
    {
        Tensor few = SelfAttention.DistinctIn(cache, distinct.Rows, config.HiddenSize);
        QueryKeyValue(distinct, cache, few);
        backend.GatherRows(few, places, cache.QueryKeyValue);
        backend.GatherRows(distinct, places, input);
        Attend(starts, DropoutPlan.None, cache);
        Project(cache.Context, input, DropoutPlan.None, cache, output);
    }

    /// <summary>Computes some rows of the stream and the output, both [R, H], from the input [T, H].</summary>
    public void ForwardRows(
        Tensor input,
        ReadOnlySpan<int> starts,
        ReadOnlySpan<int> rows,
        DropoutPlan dropout,
        in SelfAttention.Cache cache,
        in SelfAttention.ReadRows read,
        Tensor output)
    {
        QueryKeyValue(input, cache, cache.QueryKeyValue);
        if (cache.LogSumExp.IsNone)
        {
            backend.AttentionOfRows(cache.QueryKeyValue, starts, pattern, rows, cache.Context);
        }
        else
        {
            Attend(starts, dropout, cache);
        }

        backend.GatherRows(cache.Context, rows, read.Context);
        backend.GatherRows(input, rows, read.Residual);
        Project(read.Context, read.Residual, dropout, SelfAttention.RowsOf(cache, rows.Length), output);
    }

    /// <summary>
    /// Turns <paramref name="gradient"/> [T, H], that of the stream from above, into that of the input, in place;
    /// <paramref name="outputGradient"/> [T, H] is that of the output and stands in scratch.Context. Adds to the
    /// gradients of the weights.
    /// </summary>
    public void Backward(
        Tensor input,
        ReadOnlySpan<int> starts,
        DropoutPlan dropout,
        in SelfAttention.Cache cache,
        EncoderLayerWeights gradients,
        in LayerScratch scratch,
        Tensor gradient,
        Tensor outputGradient)
    {
        // output = norm'(stream), stream = project(context) + input: gradient becomes that of the input as residual,
        // for now; that of the context overwrites the output's, now done with
        ProjectBackward(cache.Context, dropout, cache, gradients, scratch, gradient, outputGradient, scratch.Context);

        // context = attend(input): adds to the input's
        AttendBackward(input, starts, dropout, cache, gradients, scratch, gradient);
    }

    /// <summary>
    /// Overwrites <paramref name="gradient"/> [T, H] with that of the input; <paramref name="rowGradient"/> and
    /// <paramref name="outputGradient"/> [R, H] are those of the rows of the stream and the output, and are used up.
    /// </summary>
    public void BackwardRows(
        Tensor input,
        ReadOnlySpan<int> starts,
        ReadOnlySpan<int> rows,
        DropoutPlan dropout,
        in SelfAttention.Cache cache,
        in SelfAttention.ReadRows read,
        EncoderLayerWeights gradients,
        in LayerScratch scratch,
        Tensor rowGradient,
        Tensor outputGradient,
        Tensor gradient)
    {
        // stream = project(context[rows]) + input[rows]: that of context[rows] stands where input[rows] did
        SelfAttention.Cache some = SelfAttention.RowsOf(cache, rows.Length);
        ProjectBackward(
            read.Context, dropout, some, gradients, scratch, rowGradient, outputGradient, read.Residual);

        // context[rows] and input[rows], as residual: overwrite context's and the input's, zero in all other rows
        backend.Clear(scratch.Context);
        backend.ScatterAddRows(read.Residual, rows, scratch.Context);
        backend.Clear(gradient);
        backend.ScatterAddRows(rowGradient, rows, gradient);

        // context = attend(input): adds to the input's
        AttendBackward(input, starts, dropout, cache, gradients, scratch, gradient);
    }

    // queryKeyValue = norm(input) · Wqkvᵀ + bqkv
    private void QueryKeyValue(Tensor input, in SelfAttention.Cache cache, Tensor destination)
    {
        Tensor normed = _norms ? cache.Normed.RowRange(0, input.Rows) : input;
        if (_norms)
        {
            backend.AddNorm(
                input,
                Tensor.None,
                Dropout.None,
                weights.AttentionNorm.Gain,
                weights.AttentionNorm.Bias,
                config.LayerNormEpsilon,
                Tensor.None,
                cache.NormStatistics,
                normed);
        }

        backend.Linear(normed, weights.QueryKeyValue.Weight, weights.QueryKeyValue.Bias, destination);
    }

    // context = attention(queryKeyValue)
    private void Attend(ReadOnlySpan<int> starts, DropoutPlan dropout, in SelfAttention.Cache cache) =>
        backend.Attention(
            cache.QueryKeyValue, starts, pattern, dropout.InAttention(layer), cache.LogSumExp, cache.Context);

    // stream = dropout(context · Woᵀ + bo) + residual, in cache.Sum; output = norm'(stream)
    private void Project(
        Tensor context, Tensor residual, DropoutPlan dropout, in SelfAttention.Cache cache, Tensor output)
    {
        backend.Linear(context, weights.AttentionOutput.Weight, weights.AttentionOutput.Bias, cache.Sum);
        backend.AddNorm(
            cache.Sum,
            residual,
            dropout.AfterPreNormAttention(layer),
            weights.OutputNorm.Gain,
            weights.OutputNorm.Bias,
            config.LayerNormEpsilon,
            cache.Sum,
            cache.Statistics,
            output);
    }

    private void ProjectBackward(
        Tensor context,
        DropoutPlan dropout,
        in SelfAttention.Cache cache,
        EncoderLayerWeights gradients,
        in LayerScratch scratch,
        Tensor gradient,
        Tensor outputGradient,
        Tensor contextGradient)
    {
        // output = norm'(stream): adds to the stream's, which is also that of the residual
        Dropout dropped = dropout.AfterPreNormAttention(layer);
        Tensor beforeDropout = dropped.IsActive ? scratch.Dropped.RowRange(0, gradient.Rows) : Tensor.None;
        backend.AddNormBackward(
            outputGradient,
            cache.Sum,
            cache.Statistics,
            weights.OutputNorm.Gain,
            dropped,
            beforeDropout,
            gradient,
            gradients.OutputNorm.Gain,
            gradients.OutputNorm.Bias,
            add: true);

        // stream = dropout(projection) + residual, projection = context · Woᵀ + bo: adds to the weights', overwrites
        // the context's
        backend.LinearBackward(
            dropped.IsActive ? beforeDropout : gradient,
            context,
            weights.AttentionOutput.Weight,
            add: false,
            contextGradient,
            gradients.AttentionOutput.Weight,
            gradients.AttentionOutput.Bias);
    }

    private void AttendBackward(
        Tensor input,
        ReadOnlySpan<int> starts,
        DropoutPlan dropout,
        in SelfAttention.Cache cache,
        EncoderLayerWeights gradients,
        in LayerScratch scratch,
        Tensor gradient)
    {
        // context = attention(queryKeyValue): overwrites that of query, key and value
        backend.AttentionBackward(
            cache.QueryKeyValue,
            starts,
            pattern,
            dropout.InAttention(layer),
            cache.LogSumExp,
            cache.Context,
            scratch.Context,
            scratch.QueryKeyValue);

        // queryKeyValue = normed · Wqkvᵀ + bqkv: adds to the weights' and, without a norm, to the input's
        backend.LinearBackward(
            scratch.QueryKeyValue,
            _norms ? cache.Normed : input,
            weights.QueryKeyValue.Weight,
            add: !_norms,
            _norms ? scratch.Context : gradient,
            gradients.QueryKeyValue.Weight,
            gradients.QueryKeyValue.Bias);
        if (!_norms) return;

        // normed = norm(input): adds to the input's
        backend.AddNormBackward(
            scratch.Context,
            input,
            cache.NormStatistics,
            weights.AttentionNorm.Gain,
            Dropout.None,
            Tensor.None,
            gradient,
            gradients.AttentionNorm.Gain,
            gradients.AttentionNorm.Bias,
            add: true);
    }
}
