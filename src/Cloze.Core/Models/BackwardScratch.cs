using Cloze.Compute;

namespace Cloze.Models;

/// <summary>Gradients that live within the backward pass of one layer; every layer uses the same memory.</summary>
/// <param name="Dropped">Of a projection, before its dropout, [T, H].</param>
/// <param name="Context">Of the output of attention proper, [T, H].</param>
/// <param name="QueryKeyValue">Of query, key and value, [T, 3H].</param>
/// <param name="PreActivation">Before the activation of the feed-forward part, [T, F].</param>
internal readonly record struct BackwardScratch(
    Tensor Dropped, Tensor Context, Tensor QueryKeyValue, Tensor PreActivation)
{
    /// <summary>Takes the memory of one backward pass over T tokens.</summary>
    public static BackwardScratch Take(Arena arena, BertConfig config, int tokens) => new(
        arena.Take(tokens, config.HiddenSize),
        arena.Take(tokens, config.HiddenSize),
        arena.Take(tokens, 3 * config.HiddenSize),
        arena.Take(tokens, config.InnerSize));
}
