using System.Text.Json.Serialization;
using Cloze.Evaluation;

namespace Cloze.Cli.Rendering;

/// <summary>What <c>cloze eval --data --json</c> prints.</summary>
internal sealed record DetailedEvaluationJson(
    double Loss,
    double? LossStandardError,
    double Perplexity,
    [property: JsonPropertyName("top1_accuracy")] double Top1Accuracy,
    [property: JsonPropertyName("top5_accuracy")] double Top5Accuracy,
    int MaskedTokens,
    string MaskHash,
    double BitsPerCharacter,
    double? PseudoPerplexity,
    int? PseudoTokens,
    int Documents,
    long Characters,
    long Tokens,
    long UnknownTokens,
    IReadOnlyList<EvaluationGroup> ByKind,
    IReadOnlyList<EvaluationGroup> ByFrequency)
{
    /// <summary>The second task, where the model has one.</summary>
    public NextSentenceResult? NextSentence { get; init; }

    public static DetailedEvaluationJson From(DetailedEvaluation evaluation) => new(
        evaluation.Result.Loss,
        evaluation.Result.StandardError,
        evaluation.Result.Perplexity,
        evaluation.Result.Top1Accuracy,
        evaluation.Result.Top5Accuracy,
        evaluation.Result.MaskedTokens,
        evaluation.Result.MaskHash,
        evaluation.BitsPerCharacter,
        evaluation.PseudoLikelihood?.Perplexity,
        evaluation.PseudoLikelihood?.Tokens,
        evaluation.Documents,
        evaluation.Characters,
        evaluation.Tokens,
        evaluation.UnknownTokens,
        evaluation.ByKind,
        evaluation.ByFrequency)
    {
        NextSentence = evaluation.Result.NextSentence,
    };
}
