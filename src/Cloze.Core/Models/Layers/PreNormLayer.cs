using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// An encoder layer whose norms come first: (stream, normed) = attention(input); output = feedForward(normed) + stream.
/// </summary>
/// <param name="backend">Where it runs.</param>
/// <param name="config">The model's sizes.</param>
/// <param name="layer">The layer's number, from 0.</param>
/// <param name="weights">The layer's weights.</param>
/// <param name="pattern">What the queries see and how positions turn them.</param>
internal sealed class PreNormLayer(
    Backend backend, EncoderConfig config, int layer, EncoderLayerWeights weights, AttentionPattern pattern)
    : EncoderLayer(config.HiddenSize)
{
    private readonly PreNormAttention _attention = new(backend, config, layer, weights, pattern);
    private readonly GatedFeedForward _feedForward = new(backend, config, layer, weights);

    /// <inheritdoc/>
    public override void Forward(
        Tensor input, ReadOnlySpan<int> starts, DropoutPlan dropout, in Cache cache, Tensor output)
    {
        _attention.Forward(input, starts, dropout, cache.Attention, cache.Attended);
        _feedForward.Forward(cache.Attended, cache.Attention.Sum, dropout, cache.FeedForward, output);
    }

    /// <inheritdoc/>
    public override void ForwardRows(
        Tensor input,
        ReadOnlySpan<int> starts,
        ReadOnlySpan<int> rows,
        DropoutPlan dropout,
        in Cache cache,
        Tensor output)
    {
        Tensor normed = cache.Attended.RowRange(0, rows.Length);
        Tensor stream = cache.Attention.Sum.RowRange(0, rows.Length);
        _attention.ForwardRows(
            input, starts, rows, dropout, cache.Attention, ReadIn(cache, rows.Length), normed);
        _feedForward.Forward(normed, stream, dropout, FeedForward.RowsOf(cache.FeedForward, rows.Length), output);
    }

    /// <inheritdoc/>
    public override void ForwardRepeated(
        Tensor distinct,
        ReadOnlySpan<int> places,
        ReadOnlySpan<int> starts,
        in Cache cache,
        Tensor input,
        Tensor output)
    {
        _attention.ForwardRepeated(distinct, places, starts, cache.Attention, input, cache.Attended);
        _feedForward.Forward(cache.Attended, cache.Attention.Sum, DropoutPlan.None, cache.FeedForward, output);
    }

    /// <inheritdoc/>
    public override void Backward(
        Tensor input,
        ReadOnlySpan<int> starts,
        DropoutPlan dropout,
        in Cache cache,
        EncoderLayerWeights gradients,
        in LayerScratch scratch,
        Tensor gradient,
        bool wantsInput = true)
    {
        // output = feedForward(normed) + stream: gradient becomes that of the stream, normed's stands in
        // scratch.Context
        _feedForward.Backward(
            cache.Attended, dropout, cache.FeedForward, gradients, scratch, gradient, scratch.Context);

        // (stream, normed) = attention(input)
        _attention.Backward(input, starts, dropout, cache.Attention, gradients, scratch, gradient, scratch.Context);
    }

    /// <inheritdoc/>
    public override void BackwardRows(
        Tensor input,
        ReadOnlySpan<int> starts,
        ReadOnlySpan<int> rows,
        DropoutPlan dropout,
        in Cache cache,
        EncoderLayerWeights gradients,
        in LayerScratch scratch,
        Tensor rowGradient,
        Tensor gradient,
        bool wantsInput = true)
    {
        // output = feedForward(normed) + stream, [R, H]
        Tensor normed = cache.Attended.RowRange(0, rows.Length);
        Tensor normedGradient = scratch.Context.RowRange(0, rows.Length);
        FeedForward.Cache feedForward = FeedForward.RowsOf(cache.FeedForward, rows.Length);
        _feedForward.Backward(normed, dropout, feedForward, gradients, scratch, rowGradient, normedGradient);

        // (stream, normed) = attention(input)[rows]
        _attention.BackwardRows(
            input,
            starts,
            rows,
            dropout,
            cache.Attention,
            cache.Read,
            gradients,
            scratch,
            rowGradient,
            normedGradient,
            gradient);
    }

    /// <inheritdoc/>
    protected override SelfAttention.Cache TakeAttention(Arena arena, int tokens, int rows, bool training) =>
        _attention.Take(arena, tokens, rows, training);

    /// <inheritdoc/>
    protected override FeedForward.Cache TakeFeedForward(Arena arena, int tokens) => _feedForward.Take(arena, tokens);

    /// <inheritdoc/>
    protected override FeedForward.Cache TakeFeedForward(Arena arena, int tokens, in LayerScratch scratch) =>
        _feedForward.Take(arena, tokens, scratch);
}
