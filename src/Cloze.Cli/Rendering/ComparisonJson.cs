using Cloze.Evaluation;

namespace Cloze.Cli.Rendering;

/// <summary>What <c>cloze eval --against --json</c> prints; a difference is the second less the first.</summary>
internal sealed record ComparisonJson(
    DetailedEvaluationJson First,
    DetailedEvaluationJson Second,
    bool SameMasks,
    int Resamples,
    IReadOnlyList<ComparedFigure> Figures)
{
    public static ComparisonJson From(ModelComparison comparison) => new(
        DetailedEvaluationJson.From(comparison.First),
        DetailedEvaluationJson.From(comparison.Second),
        comparison.HasSameMasks,
        comparison.Resamples,
        comparison.Figures);
}
