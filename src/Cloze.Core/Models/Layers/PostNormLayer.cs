using Cloze.Compute;

namespace Cloze.Models;

/// <summary>An encoder layer whose norms come last: output = feedForward(selfAttention(input)).</summary>
/// <param name="backend">Where it runs.</param>
/// <param name="config">The model's sizes.</param>
/// <param name="layer">The layer's number, from 0.</param>
/// <param name="weights">The layer's weights.</param>
internal sealed class PostNormLayer(Backend backend, EncoderConfig config, int layer, EncoderLayerWeights weights)
    : EncoderLayer(config.HiddenSize)
{
    private readonly SelfAttention _attention = new(backend, config, layer, weights);
    private readonly FeedForward _feedForward = new(backend, config, layer, weights);

    /// <inheritdoc/>
    public override void Forward(
        Tensor input, ReadOnlySpan<int> starts, DropoutPlan dropout, in Cache cache, Tensor output)
    {
        _attention.Forward(input, starts, dropout, cache.Attention, cache.Attended);
        _feedForward.Forward(cache.Attended, dropout, cache.FeedForward, output);
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
        Tensor attended = cache.Attended.RowRange(0, rows.Length);
        SelfAttention.ReadRows read = ReadIn(cache, rows.Length);
        _attention.ForwardRows(input, starts, rows, dropout, cache.Attention, read, attended);
        _feedForward.Forward(attended, dropout, FeedForward.RowsOf(cache.FeedForward, rows.Length), output);
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
        _feedForward.Forward(cache.Attended, DropoutPlan.None, cache.FeedForward, output);
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
        // output = feedForward(attended)
        _feedForward.Backward(cache.Attended, dropout, cache.FeedForward, gradients, scratch, gradient);

        // attended = selfAttention(input)
        _attention.Backward(input, starts, dropout, cache.Attention, gradients, scratch, gradient, wantsInput);
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
        // output = feedForward(attended), [R, H]
        Tensor attended = cache.Attended.RowRange(0, rows.Length);
        FeedForward.Cache feedForward = FeedForward.RowsOf(cache.FeedForward, rows.Length);
        _feedForward.Backward(attended, dropout, feedForward, gradients, scratch, rowGradient);

        // attended = selfAttention(input)[rows]
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
            gradient,
            wantsInput);
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
