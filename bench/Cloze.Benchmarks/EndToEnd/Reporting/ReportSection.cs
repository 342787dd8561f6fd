namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>A part of the report.</summary>
/// <param name="Name">As <c>--only</c> has it.</param>
/// <param name="Date">When it was measured.</param>
/// <param name="Commit">The code it was measured on.</param>
/// <param name="Command">How, and with how many rounds.</param>
/// <param name="Rows">The figures.</param>
/// <param name="Notes">What must be known of them.</param>
internal sealed record ReportSection(
    string Name,
    string Date,
    string Commit,
    string Command,
    IReadOnlyList<ReportRow> Rows,
    IReadOnlyList<string> Notes);
