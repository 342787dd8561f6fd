using Cloze.Compute;

namespace Cloze.Models;

/// <summary>What lives within one layer's pass only; every layer uses the same memory.</summary>
/// <param name="Dropped">Gradient of a projection, before its dropout, [T, H].</param>
/// <param name="Context">Gradient of the output of attention proper, [T, H].</param>
/// <param name="QueryKeyValue">Gradient of query, key and value, [T, 3H].</param>
/// <param name="Inner">
/// Inside the feed-forward part, [T, F]: forward what the activation gave, backward the gradient before it.
/// </param>
internal readonly record struct LayerScratch(Tensor Dropped, Tensor Context, Tensor QueryKeyValue, Tensor Inner)
{
    /// <summary>Takes the memory of one pass over T tokens.</summary>
    public static LayerScratch Take(Arena arena, EncoderConfig config, int tokens) => new(
        arena.Take(tokens, config.HiddenSize),
        arena.Take(tokens, config.HiddenSize),
        arena.Take(tokens, 3 * config.HiddenSize),
        arena.Take(tokens, config.InnerSize));
}
