using Cloze.Compute;

namespace Cloze.Models;

/// <summary>One encoder layer: output = feedForward(selfAttention(input)).</summary>
/// <param name="backend">Where it runs.</param>
/// <param name="config">The model's sizes.</param>
/// <param name="layer">The layer's number, from 0.</param>
/// <param name="weights">The layer's weights.</param>
internal sealed class EncoderLayer(Backend backend, EncoderConfig config, int layer, EncoderLayerWeights weights)
{
    private readonly SelfAttention _attention = new(backend, config, layer, weights);
    private readonly FeedForward _feedForward = new(backend, config, layer, weights);

    /// <summary>What the backward pass needs of the forward pass.</summary>
    /// <param name="Attention">Of the attention part.</param>
    /// <param name="Read">Of the rows that are read, where they are not all.</param>
    /// <param name="Attended">Output of the attention part, [T, H] or [R, H].</param>
    /// <param name="FeedForward">Of the feed-forward part.</param>
    public readonly record struct Cache(
        SelfAttention.Cache Attention, SelfAttention.ReadRows Read, Tensor Attended, FeedForward.Cache FeedForward);

    /// <summary>Takes the memory of one pass over T tokens that no backward pass follows.</summary>
    public Cache Take(Arena arena, int tokens) => new(
        _attention.Take(arena, tokens, tokens, training: false),
        default,
        arena.Take(tokens, config.HiddenSize),
        _feedForward.Take(arena, tokens));

    /// <summary>Takes the memory of a forward and a backward pass over T tokens.</summary>
    public Cache Take(Arena arena, int tokens, in LayerScratch scratch) => new(
        _attention.Take(arena, tokens, tokens, training: true),
        default,
        arena.Take(tokens, config.HiddenSize),
        _feedForward.Take(arena, tokens, scratch));

    /// <summary>Takes the memory of a forward and a backward pass over T tokens, of which R rows are read.</summary>
    public Cache TakeRows(Arena arena, int tokens, int rows, in LayerScratch scratch) => new(
        _attention.Take(arena, tokens, rows, training: true),
        _attention.TakeRows(arena, rows),
        arena.Take(rows, config.HiddenSize),
        _feedForward.Take(arena, rows, scratch));

    /// <summary>Takes what a pass needs beside a cache of T tokens where R rows are read.</summary>
    public Cache TakeRows(Arena arena, int rows, in Cache cache) =>
        cache with { Read = _attention.TakeRows(arena, rows) };

    /// <summary>
    /// Computes the output [T, H] from the input [T, H]. Where no backward pass follows, the output may be the input.
    /// </summary>
    public void Forward(Tensor input, ReadOnlySpan<int> starts, DropoutPlan dropout, in Cache cache, Tensor output)
    {
        _attention.Forward(input, starts, dropout, cache.Attention, cache.Attended);
        _feedForward.Forward(cache.Attended, dropout, cache.FeedForward, output);
    }

    /// <summary>
    /// Computes some rows of the output, [R, H], from the input [T, H]; without dropout each is what
    /// <see cref="Forward"/> makes it. Where no backward pass follows, the output may stand where the input does.
    /// </summary>
    public void ForwardRows(
        Tensor input,
        ReadOnlySpan<int> starts,
        ReadOnlySpan<int> rows,
        DropoutPlan dropout,
        in Cache cache,
        Tensor output)
    {
        Tensor attended = cache.Attended.RowRange(0, rows.Length);
        SelfAttention.ReadRows read = cache.Read.Context.IsNone
            ? _attention.RowsIn(cache.Attention, rows.Length)
            : cache.Read;
        _attention.ForwardRows(input, starts, rows, dropout, cache.Attention, read, attended);
        _feedForward.Forward(attended, dropout, FeedForward.RowsOf(cache.FeedForward, rows.Length), output);
    }

    /// <summary>
    /// Turns <paramref name="gradient"/> [T, H], that of the output, into that of the input, in place; adds to the
    /// gradients of the weights. Where nothing below the layer learns, the input's is not wanted, and the gradient is
    /// used up.
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
        // output = feedForward(attended)
        _feedForward.Backward(cache.Attended, dropout, cache.FeedForward, gradients, scratch, gradient);

        // attended = selfAttention(input)
        _attention.Backward(input, starts, dropout, cache.Attention, gradients, scratch, gradient, wantsInput);
    }

    /// <summary>
    /// Overwrites <paramref name="gradient"/> [T, H] with that of the input; <paramref name="rowGradient"/> [R, H] is
    /// that of the rows of the output, and is used up. Adds to the gradients of the weights.
    /// </summary>
    public void BackwardRows(
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
}
