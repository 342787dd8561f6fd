using Cloze.Doctor;

namespace Cloze.Cli.Rendering;

/// <summary>What <c>cloze doctor --json</c> prints; losses are in nats, times in seconds.</summary>
internal sealed record DoctorJson(
    bool Fatal,
    CorpusFigures Corpus,
    LanguageMix Languages,
    PieceFigures? Pieces,
    LossFigures? Losses,
    RunCost? Cost,
    IReadOnlyList<DoctorFinding> Findings)
{
    /// <summary>The report, with options as a command line has them.</summary>
    public static DoctorJson From(DoctorReport report, Func<string, string> withOptions) => new(
        report.IsFatal,
        report.Corpus,
        report.Languages,
        report.Pieces,
        report.Losses,
        report.Cost,
        [.. report.Findings.Select(finding => DoctorFinding.From(finding, withOptions))]);
}

/// <summary>One finding.</summary>
internal sealed record DoctorFinding(
    string Id, string Severity, long Count, string Message, string Advice, IReadOnlyList<string> Examples)
{
    public static DoctorFinding From(Finding finding, Func<string, string> withOptions) => new(
        finding.Id,
        finding.Severity.ToString().ToLowerInvariant(),
        finding.Count,
        withOptions(finding.Message),
        withOptions(finding.Advice),
        finding.Examples);
}
