using Cloze.Compute;

namespace Cloze.Models;

/// <summary>One encoder layer: attention, then a feed-forward part. Which of each, its family decides.</summary>
/// <param name="width">The model's hidden size, H.</param>
internal abstract class EncoderLayer(int width)
{
    /// <summary>What the backward pass needs of the forward pass.</summary>
    /// <param name="Attention">Of the attention part.</param>
    /// <param name="Read">Of the rows that are read, where they are not all.</param>
    /// <param name="Attended">Output of the attention part, [T, H] or [R, H].</param>
    /// <param name="FeedForward">Of the feed-forward part.</param>
    public readonly record struct Cache(
        SelfAttention.Cache Attention, SelfAttention.ReadRows Read, Tensor Attended, FeedForward.Cache FeedForward);

    /// <summary>Takes the memory of one pass over T tokens that no backward pass follows.</summary>
    public Cache Take(Arena arena, int tokens) => new(
        TakeAttention(arena, tokens, tokens, training: false),
        default,
        arena.Take(tokens, width),
        TakeFeedForward(arena, tokens));

    /// <summary>Takes the memory of a forward and a backward pass over T tokens.</summary>
    public Cache Take(Arena arena, int tokens, in LayerScratch scratch) => new(
        TakeAttention(arena, tokens, tokens, training: true),
        default,
        arena.Take(tokens, width),
        TakeFeedForward(arena, tokens, scratch));

    /// <summary>Takes the memory of a forward and a backward pass over T tokens, of which R rows are read.</summary>
    public Cache TakeRows(Arena arena, int tokens, int rows, in LayerScratch scratch) => new(
        TakeAttention(arena, tokens, rows, training: true),
        SelfAttention.TakeRows(arena, rows, width),
        arena.Take(rows, width),
        TakeFeedForward(arena, rows, scratch));

    /// <summary>Takes what a pass needs beside a cache of T tokens where R rows are read.</summary>
    public Cache TakeRows(Arena arena, int rows, in Cache cache) =>
        cache with { Read = SelfAttention.TakeRows(arena, rows, width) };

    /// <summary>
    /// Computes the output [T, H] from the input [T, H]. Where no backward pass follows, the output may be the input.
    /// </summary>
    public abstract void Forward(
        Tensor input, ReadOnlySpan<int> starts, DropoutPlan dropout, in Cache cache, Tensor output);

    /// <summary>
    /// Computes some rows of the output, [R, H], from the input [T, H]; without dropout each is what
    /// <see cref="Forward"/> makes it. Where no backward pass follows, the output may stand where the input does.
    /// </summary>
    public abstract void ForwardRows(
        Tensor input,
        ReadOnlySpan<int> starts,
        ReadOnlySpan<int> rows,
        DropoutPlan dropout,
        in Cache cache,
        Tensor output);

    /// <summary>
    /// Computes the output [T, H] of an input that is D rows repeated, <c>input[t] = distinct[places[t]]</c>: queries,
    /// keys and values of each of the D are computed once. No backward pass follows. The bits are those of
    /// <see cref="Forward"/>.
    /// </summary>
    /// <param name="distinct">The rows, [D, H], D a quarter of T or less, in the memory of the attention's sum.</param>
    /// <param name="places">Which of them each row of the input is, [T].</param>
    /// <param name="starts">Where each sequence begins, and T.</param>
    /// <param name="cache">The memory of a pass over T tokens.</param>
    /// <param name="input">Receives the input, [T, H].</param>
    /// <param name="output">Receives the output, [T, H]; it may be the input.</param>
    public abstract void ForwardRepeated(
        Tensor distinct,
        ReadOnlySpan<int> places,
        ReadOnlySpan<int> starts,
        in Cache cache,
        Tensor input,
        Tensor output);

    /// <summary>
    /// Turns <paramref name="gradient"/> [T, H], that of the output, into that of the input, in place; adds to the
    /// gradients of the weights. Where nothing below the layer learns, the input's is not wanted, and the gradient is
    /// used up.
    /// </summary>
    public abstract void Backward(
        Tensor input,
        ReadOnlySpan<int> starts,
        DropoutPlan dropout,
        in Cache cache,
        EncoderLayerWeights gradients,
        in LayerScratch scratch,
        Tensor gradient,
        bool wantsInput = true);

    /// <summary>
    /// Overwrites <paramref name="gradient"/> [T, H] with that of the input; <paramref name="rowGradient"/> [R, H] is
    /// that of the rows of the output, and is used up. Adds to the gradients of the weights.
    /// </summary>
    public abstract void BackwardRows(
        Tensor input,
        ReadOnlySpan<int> starts,
        ReadOnlySpan<int> rows,
        DropoutPlan dropout,
        in Cache cache,
        EncoderLayerWeights gradients,
        in LayerScratch scratch,
        Tensor rowGradient,
        Tensor gradient,
        bool wantsInput = true);

    /// <summary>The attention part's memory of one pass over T tokens, of which R rows are read.</summary>
    protected abstract SelfAttention.Cache TakeAttention(Arena arena, int tokens, int rows, bool training);

    /// <summary>The feed-forward part's memory of one pass over T tokens that no backward pass follows.</summary>
    protected abstract FeedForward.Cache TakeFeedForward(Arena arena, int tokens);

    /// <summary>The feed-forward part's memory of a forward and a backward pass over T tokens.</summary>
    protected abstract FeedForward.Cache TakeFeedForward(Arena arena, int tokens, in LayerScratch scratch);

    /// <summary>The memory of R rows that are read: their own, or that of queries, keys and values.</summary>
    protected SelfAttention.ReadRows ReadIn(in Cache cache, int rows) =>
        cache.Read.Context.IsNone ? SelfAttention.RowsIn(cache.Attention, rows, width) : cache.Read;
}
