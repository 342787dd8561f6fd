using System.Text.Json.Serialization;
using Cloze.Data;
using Cloze.Evaluation;

namespace Cloze.Cli.Rendering;

/// <summary>An evaluation as <c>--json</c> prints it.</summary>
internal sealed record EvaluationJson(
    double Loss,
    double? LossStandardError,
    double Perplexity,
    [property: JsonPropertyName("top1_accuracy")] double Top1Accuracy,
    [property: JsonPropertyName("top5_accuracy")] double Top5Accuracy,
    int MaskedTokens,
    string MaskHash) : LineJson
{
    /// <summary>The second task, where the model has one.</summary>
    public NextSentenceResult? NextSentence { get; init; }

    public static EvaluationJson From(EvaluationResult result, TextRecord? of = null) => new(
        result.Loss,
        result.StandardError,
        result.Perplexity,
        result.Top1Accuracy,
        result.Top5Accuracy,
        result.MaskedTokens,
        result.MaskHash)
    {
        NextSentence = result.NextSentence,
        Line = LineOf(of),
        Id = of?.Id,
    };
}
