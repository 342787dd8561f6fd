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
    /// <param name="Sum">The projection, then dropout(projection) + input, [T, H] or [R, H].</param>
    /// <param name="Statistics">Its rows' mean and reciprocal deviation, [T, 2] or [R, 2]; none in inference.</param>
    /// <param name="Normed">The norm of the input, [T, H], where norms come first.</param>
    /// <param name="NormStatistics">The input's mean and reciprocal deviation, [T, 2], where norms come first.</param>
    public readonly record struct Cache(
        Tensor QueryKeyValue,
        Tensor LogSumExp,
        Tensor Context,
        Tensor Sum,
        Tensor Statistics,
        Tensor Normed = default,
        Tensor NormStatistics = default);

    /// <summary>The rows that are read of a layer's output, as they are before the projection.</summary>
    /// <param name="Context">Output of attention proper, [R, H].</param>
    /// <param name="Residual">The input, [R, H]; after the forward pass it is free.</param>
    public readonly record struct ReadRows(Tensor Context, Tensor Residual);

    /// <summary>Takes the memory of one pass over T tokens, of which R rows are read.</summary>
    public Cache Take(Arena arena, int tokens, int rows, bool training) => new(
        arena.Take(tokens, 3 * config.HiddenSize),
        training ? arena.TakeFloat32(tokens, config.AttentionHeadCount) : Tensor.None,
        arena.Take(tokens, config.HiddenSize),
        arena.Take(rows, config.HiddenSize),
        training ? arena.TakeFloat32(rows, 2) : Tensor.None);

    /// <summary>Takes the memory of R rows [H] that are read.</summary>
    public static ReadRows TakeRows(Arena arena, int rows, int width) =>
        new(arena.Take(rows, width), arena.Take(rows, width));

    /// <summary>
    /// The memory of R rows that are read where no backward pass follows: queries, keys and values are done with then.
    /// </summary>
    public static ReadRows RowsIn(in Cache cache, int rows, int width) => new(
        cache.QueryKeyValue.Slice(0, rows, width), cache.QueryKeyValue.Slice((nint)rows * width, rows, width));

    /// <summary>The part of the memory that a pass takes of which so many rows are read.</summary>
    public static Cache RowsOf(in Cache cache, int rows) => cache with
    {
        Sum = cache.Sum.RowRange(0, rows),
        Statistics = cache.Statistics.IsNone ? Tensor.None : cache.Statistics.RowRange(0, rows),
    };

    /// <summary>
    /// The memory of the queries, keys and values [D, 3H] of rows that repeat, before they are laid out: where the
    /// context comes later.
    /// </summary>
    public static Tensor DistinctIn(in Cache cache, int rows, int width) => cache.Context.Slice(0, rows, 3 * width);

    /// <summary>Computes the output [T, H] from the input [T, H].</summary>
    public void Forward(
        Tensor input, ReadOnlySpan<int> starts, DropoutPlan dropout, in Cache cache, Tensor output)
    {
        QueryKeyValue(input, cache.QueryKeyValue);
        Attend(starts, dropout, cache);
        Project(new ReadRows(cache.Context, input), dropout, cache, output);
    }

    /// <summary>Computes the output [T, H] of D rows repeated; see <see cref="EncoderLayer"/>.</summary>
    /// <inheritdoc cref="EncoderLayer.ForwardRepeated" path="/param"/>
    public void ForwardRepeated(
        Tensor distinct,
        ReadOnlySpan<int> places,
        ReadOnlySpan<int> starts,
        in Cache cache,
        Tensor input,
        Tensor output)
    {
        Tensor few = DistinctIn(cache, distinct.Rows, config.HiddenSize);
        QueryKeyValue(distinct, few);
        backend.GatherRows(few, places, cache.QueryKeyValue);
        backend.GatherRows(distinct, places, input);
        Attend(starts, DropoutPlan.None, cache);
        Project(new ReadRows(cache.Context, input), DropoutPlan.None, cache, output);
    }

    /// <summary>
    /// Computes some rows of the output, [R, H], from the input [T, H]: all rows are looked at, and what comes after
    /// the attention is left out for the others. Where no backward pass follows, so are their queries.
    /// </summary>
    public void ForwardRows(
        Tensor input,
        ReadOnlySpan<int> starts,
        ReadOnlySpan<int> rows,
        DropoutPlan dropout,
        in Cache cache,
        in ReadRows read,
        Tensor output)
    {
        if (cache.LogSumExp.IsNone)
        {
            backend.LinearOfRows(
                input,
                weights.QueryKeyValue.Weight,
                weights.QueryKeyValue.Bias,
                config.HiddenSize,
                rows,
                cache.QueryKeyValue);
            backend.AttentionOfRows(cache.QueryKeyValue, starts, config.AttentionHeadCount, rows, cache.Context);
        }
        else
        {
            QueryKeyValue(input, cache.QueryKeyValue);
            Attend(starts, dropout, cache);
        }

        backend.GatherRows(cache.Context, rows, read.Context);
        backend.GatherRows(input, rows, read.Residual);
        Project(read, dropout, RowsOf(cache, rows.Length), output);
    }

    /// <summary>
    /// Turns <paramref name="gradient"/> [T, H], that of the output, into that of the input, in place; adds to the
    /// gradients of the weights. Where the input's is not wanted, the gradient is used up.
    /// </summary>
    public void Backward(
        Tensor input,
        ReadOnlySpan<int> starts,
        DropoutPlan dropout,
        in Cache cache,
        EncoderLayerWeights gradients,
        in LayerScratch scratch,
        Tensor gradient,
        bool wantsInput = true)
    {
        // output = project(context, input): gradient becomes that of the input as residual, for now
        ProjectBackward(cache.Context, dropout, cache, gradients, scratch, gradient, scratch.Context);

        // context = attend(queryKeyValue(input)): adds to the input's
        AttendBackward(input, starts, dropout, cache, gradients, scratch, gradient, wantsInput);
    }

    /// <summary>
    /// Overwrites <paramref name="gradient"/> [T, H] with that of the input; <paramref name="rowGradient"/> [R, H] is
    /// that of the rows of the output, and is used up. Adds to the gradients of the weights. Where the input's is not
    /// wanted, the gradient is used up.
    /// </summary>
    public void BackwardRows(
        Tensor input,
        ReadOnlySpan<int> starts,
        ReadOnlySpan<int> rows,
        DropoutPlan dropout,
        in Cache cache,
        in ReadRows read,
        EncoderLayerWeights gradients,
        in LayerScratch scratch,
        Tensor rowGradient,
        Tensor gradient,
        bool wantsInput = true)
    {
        // output = project(context[rows], input[rows]): rowGradient becomes that of input[rows], that of context[rows]
        // stands where input[rows] did
        ProjectBackward(
            read.Context, dropout, RowsOf(cache, rows.Length), gradients, scratch, rowGradient, read.Residual);

        // context[rows] and input[rows], as residual: overwrite context's and the input's, zero in all other rows
        backend.Clear(scratch.Context);
        backend.ScatterAddRows(read.Residual, rows, scratch.Context);
        backend.Clear(gradient);
        backend.ScatterAddRows(rowGradient, rows, gradient);

        // context = attend(input): adds to the input's
        AttendBackward(input, starts, dropout, cache, gradients, scratch, gradient, wantsInput);
    }

    // queryKeyValue = input · Wqkvᵀ + bqkv
    private void QueryKeyValue(Tensor input, Tensor destination) =>
        backend.Linear(input, weights.QueryKeyValue.Weight, weights.QueryKeyValue.Bias, destination);

    // context = attention(queryKeyValue)
    private void Attend(ReadOnlySpan<int> starts, DropoutPlan dropout, in Cache cache)
    {
        backend.Attention(
            cache.QueryKeyValue,
            starts,
            config.AttentionHeadCount,
            dropout.InAttention(layer),
            cache.LogSumExp,
            cache.Context);
    }

    // output = norm(dropout(context · Woᵀ + bo) + residual)
    private void Project(in ReadRows rows, DropoutPlan dropout, in Cache cache, Tensor output)
    {
        Residual.Forward(
            backend,
            rows.Context,
            weights.AttentionOutput,
            rows.Residual,
            dropout.AfterAttention(layer),
            weights.AttentionNorm,
            config.LayerNormEpsilon,
            cache.Sum,
            cache.Statistics,
            output);
    }

    private void ProjectBackward(
        Tensor context,
        DropoutPlan dropout,
        in Cache cache,
        EncoderLayerWeights gradients,
        in LayerScratch scratch,
        Tensor gradient,
        Tensor contextGradient)
    {
        // output = norm(sum), sum = dropout(projection) + residual: gradient becomes that of the sum, and so that of
        // the residual
        Dropout dropped = dropout.AfterAttention(layer);
        Tensor beforeDropout = dropped.IsActive ? scratch.Dropped.RowRange(0, gradient.Rows) : Tensor.None;
        backend.AddNormBackward(
            gradient,
            cache.Sum,
            cache.Statistics,
            weights.AttentionNorm.Gain,
            dropped,
            beforeDropout,
            gradient,
            gradients.AttentionNorm.Gain,
            gradients.AttentionNorm.Bias,
            columnSums: backend.Early(gradients.AttentionOutput.Bias));

        // projection = context · Woᵀ + bo: adds to the weights', overwrites the context's
        backend.LinearBackward(
            dropped.IsActive ? beforeDropout : gradient,
            context,
            weights.AttentionOutput.Weight,
            add: false,
            contextGradient,
            gradients.AttentionOutput.Weight,
            backend.Late(gradients.AttentionOutput.Bias));
    }

    private void AttendBackward(
        Tensor input,
        ReadOnlySpan<int> starts,
        DropoutPlan dropout,
        in Cache cache,
        EncoderLayerWeights gradients,
        in LayerScratch scratch,
        Tensor gradient,
        bool wantsInput)
    {
        // context = attention(queryKeyValue): overwrites that of query, key and value
        backend.AttentionBackward(
            cache.QueryKeyValue,
            starts,
            config.AttentionHeadCount,
            dropout.InAttention(layer),
            cache.LogSumExp,
            cache.Context,
            scratch.Context,
            scratch.QueryKeyValue,
            backend.Early(gradients.QueryKeyValue.Bias));

        Tensor bias = backend.Late(gradients.QueryKeyValue.Bias);
        if (!wantsInput)
        {
            backend.LinearWeightGradient(scratch.QueryKeyValue, input, gradients.QueryKeyValue.Weight, bias);
            return;
        }

        // queryKeyValue = input · Wqkvᵀ + bqkv: adds to the weights' and to the input's
        backend.LinearBackward(
            scratch.QueryKeyValue,
            input,
            weights.QueryKeyValue.Weight,
            add: true,
            gradient,
            gradients.QueryKeyValue.Weight,
            bias);
    }
}
