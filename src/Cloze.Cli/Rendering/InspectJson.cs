using Cloze.Inference;
using Cloze.Models;

namespace Cloze.Cli.Rendering;

/// <summary>What <c>cloze inspect --json</c> prints.</summary>
internal sealed record InspectJson(
    string Model,
    EncoderConfig Config,
    long Parameters,
    long Bytes,
    int VocabularyPieces,
    IReadOnlyList<InspectedTensor> Tensors,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> NotUsed,
    IReadOnlyList<string> Report)
{
    public static InspectJson From(string folder, MaskedLanguageModel model) => new(
        folder,
        model.Config,
        model.Layout.ParameterCount,
        model.Layout.ParameterCount * sizeof(float),
        model.Tokenizer.Vocabulary.Count,
        [.. model.Layout.Parameters.Select(parameter => new InspectedTensor(parameter.Name, parameter.Shape))],
        model.Report.Missing,
        model.Report.NotUsed,
        model.Report.ToSentences());
}

/// <summary>One tensor of the model.</summary>
internal sealed record InspectedTensor(string Name, IReadOnlyList<long> Shape);
