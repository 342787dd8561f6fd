namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>Where rows go as they are measured.</summary>
internal interface IReportOutput
{
    /// <summary>Begins a section, of which the rows and some notes are to come.</summary>
    void Begin(ReportSection section);

    /// <summary>Shows a row.</summary>
    void Add(ReportRow row);

    /// <summary>Ends a section, all known.</summary>
    void End(ReportSection section);
}
