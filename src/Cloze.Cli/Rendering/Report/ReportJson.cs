using Cloze.Training;

namespace Cloze.Cli.Rendering.Report;

/// <summary>What <c>cloze report --json</c> prints: the page, and how far the run is.</summary>
internal sealed record ReportJson(string Page, int Steps, long Tokens, double Seconds, int Evaluations, double? Loss)
{
    public static ReportJson Of(string page, RunHistory history)
    {
        RunStep? last = history.Steps.Count > 0 ? history.Steps[^1] : null;
        RunEvaluation? evaluation = history.Evaluations.Count > 0 ? history.Evaluations[^1] : null;
        return new ReportJson(
            page,
            last?.Step ?? 0,
            last?.Tokens ?? 0,
            last?.Seconds ?? 0,
            history.Evaluations.Count,
            evaluation?.Loss);
    }
}
