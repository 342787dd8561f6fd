using Cloze.Evaluation;

namespace Cloze.Cli.Rendering;

/// <summary>What <c>cloze eval --pairs --json</c> prints; shares are 0 to 1.</summary>
internal sealed record PairsJson(
    double Accuracy, double WithinWordAccuracy, int Pairs, IReadOnlyList<ParadigmResult> Paradigms)
{
    public static PairsJson From(PairEvaluationResult result) =>
        new(result.Accuracy, result.WithinWordAccuracy, result.Pairs, result.Paradigms);
}
