namespace Cloze.Models;

/// <summary>The weights of one encoder layer, or their gradients.</summary>
/// <param name="QueryKeyValue">Query, key and value in one, [3H, H].</param>
/// <param name="AttentionOutput">After attention, [H, H].</param>
/// <param name="AttentionNorm">
/// LayerNorm after attention, or before it where norms come first; there the first layer has none.
/// </param>
/// <param name="Inner">Into the feed-forward part, [F, H], or [2F, H] where it is gated.</param>
/// <param name="Output">Out of the feed-forward part, [H, F].</param>
/// <param name="OutputNorm">LayerNorm after the feed-forward part, or before it where norms come first.</param>
/// <param name="FinalNorm">LayerNorm after the last layer, where norms come first.</param>
internal sealed record EncoderLayerWeights(
    LinearWeights QueryKeyValue,
    LinearWeights AttentionOutput,
    NormWeights AttentionNorm,
    LinearWeights Inner,
    LinearWeights Output,
    NormWeights OutputNorm,
    NormWeights FinalNorm);
