using Cloze.Inference;
using Cloze.Models;

namespace Cloze.Cli.Rendering;

/// <summary>What <c>cloze inspect --json</c> prints; what the folder lacks is left out.</summary>
internal sealed record InspectJson(
    string Model,
    EncoderConfig? Config,
    long? Parameters,
    long? Bytes,
    int? VocabularyPieces,
    IReadOnlyList<InspectedTensor>? Tensors,
    IReadOnlyList<InspectedTensor> Stored,
    IReadOnlyList<string>? Missing,
    IReadOnlyList<string>? NotUsed,
    IReadOnlyList<string>? Wrappers,
    IReadOnlyList<string>? Report,
    IReadOnlyList<string> Problems)
{
    public static InspectJson From(ModelInspection model) => new(
        model.Folder,
        model.Config,
        model.Layout?.ParameterCount,
        model.Layout?.ParameterCount * sizeof(float),
        model.Pieces,
        model.Layout is null
            ? null
            : [.. model.Layout.Parameters.Select(parameter => new InspectedTensor(parameter.Name, parameter.Shape))],
        [.. model.Stored.Select(tensor => new InspectedTensor(tensor.Name, tensor.Shape, tensor.Type))],
        model.Report?.Missing,
        model.Report?.NotUsed,
        model.Report?.Wrappers,
        model.Report?.ToSentences(),
        model.Problems);
}

/// <summary>One tensor of the model, or of its files, where it has a type.</summary>
internal sealed record InspectedTensor(string Name, IReadOnlyList<long> Shape, string? Type = null);
