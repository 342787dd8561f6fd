using Cloze.Evaluation;
using Cloze.Training;

namespace Cloze.Cli.Rendering.Training;

/// <summary>A line of <c>train --json</c>: an evaluation in the course of the run, or the one at its end.</summary>
internal sealed record EvaluationEvent(
    string Event,
    int Step,
    long Tokens,
    double Seconds,
    double Loss,
    double? LossStandardError,
    double Perplexity,
    double Top1Accuracy,
    double Top5Accuracy,
    int MaskedTokens,
    string MaskHash,
    bool Final)
{
    public NextSentenceResult? NextSentence { get; init; }

    public static EvaluationEvent From(EvaluationReport report) => new(
        "evaluation",
        report.Position.Step,
        report.Position.Tokens,
        report.Position.Seconds,
        report.Result.Loss,
        report.Result.StandardError,
        report.Result.Perplexity,
        report.Result.Top1Accuracy,
        report.Result.Top5Accuracy,
        report.Result.MaskedTokens,
        report.Result.MaskHash,
        report.IsFinal)
    {
        NextSentence = report.Result.NextSentence,
    };
}
