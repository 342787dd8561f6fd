using Cloze.Inference;
using Cloze.Models;

namespace Cloze.Cli.Rendering;

/// <summary>What <c>cloze inspect --json</c> prints; what the folder lacks is left out.</summary>
internal sealed record InspectJson(
    string Model,
    EncoderConfig? Config,
    InspectedBlocks? Blocks,
    long? Parameters,
    long? Bytes,
    int? VocabularyPieces,
    IReadOnlyList<InspectedTensor>? Tensors,
    IReadOnlyList<StoredTensor> Stored,
    IReadOnlyList<string>? Missing,
    IReadOnlyList<string>? NotUsed,
    IReadOnlyList<string>? Wrappers,
    IReadOnlyList<string>? Report,
    IReadOnlyList<string> Problems)
{
    public static InspectJson From(ModelInspection model) => new(
        model.Folder,
        model.Config,
        InspectedBlocks.From(model.Blocks),
        model.Layout?.ParameterCount,
        model.Layout?.ParameterCount * sizeof(float),
        model.Pieces,
        model.Layout is null
            ? null
            : [.. model.Layout.Parameters.Select(parameter => new InspectedTensor(parameter.Name, parameter.Shape))],
        model.Stored,
        model.Report?.Missing,
        model.Report?.NotUsed,
        model.Report?.Wrappers,
        model.Report?.ToSentences(),
        model.Problems);
}

/// <summary>One tensor of the model.</summary>
internal sealed record InspectedTensor(string Name, IReadOnlyList<long> Shape);

/// <summary>What the layers are made of where norms come first; of others the kind of model says it.</summary>
/// <param name="Norms">Where they stand.</param>
/// <param name="FeedForward">The kind of feed-forward part.</param>
/// <param name="Positions">How a layer knows them.</param>
/// <param name="LayerTypes">A word a layer, as <c>config.json</c> has it.</param>
/// <param name="LocalAttention">How many tokens a layer with a window sees, its own in the middle.</param>
/// <param name="FullRopeTheta">The base of the rotary angles of layers that see all.</param>
/// <param name="LocalRopeTheta">The base of those of layers with a window.</param>
internal sealed record InspectedBlocks(
    string Norms,
    string FeedForward,
    string Positions,
    IReadOnlyList<string> LayerTypes,
    int LocalAttention,
    double FullRopeTheta,
    double LocalRopeTheta)
{
    public static InspectedBlocks? From(PreNormBlocks? blocks) => blocks is null
        ? null
        : new InspectedBlocks(
            "first",
            "gated",
            "rotary",
            blocks.LayerTypes,
            blocks.LocalAttention,
            blocks.FullRopeTheta,
            blocks.LocalRopeTheta);
}
