using Cloze.Models;

namespace Cloze.Inference;

/// <summary>
/// What the layers of a model are made of whose norms come before their parts: the positions are rotary, the
/// feed-forward parts gated, and a layer sees its whole sequence or what stands in a window. Of other models
/// <c>model_type</c> says it all.
/// </summary>
/// <param name="LayerTypes">
/// A word a layer, as <c>config.json</c> has it: <c>full_attention</c> or <c>sliding_attention</c>.
/// </param>
/// <param name="LocalAttention">How many tokens a layer with a window sees, its own in the middle.</param>
/// <param name="FullRopeTheta">The base of the rotary angles of layers that see all.</param>
/// <param name="LocalRopeTheta">The base of those of layers with a window.</param>
public sealed record PreNormBlocks(
    IReadOnlyList<string> LayerTypes, int LocalAttention, double FullRopeTheta, double LocalRopeTheta)
{
    /// <summary>The places, from 0, of the layers that see all.</summary>
    public IEnumerable<int> FullLayers => LayerTypes.Index()
        .Where(layer => layer.Item == PreNormConfig.FullWord).Select(layer => layer.Index);

    /// <summary>Those of a model; null where norms come behind the parts.</summary>
    internal static PreNormBlocks? Of(EncoderConfig? config) => config?.PreNorm is { } blocks
        ? new PreNormBlocks(
            [.. blocks.LayerWords], blocks.LocalAttention, blocks.FullTheta, blocks.LocalTheta)
        : null;
}
