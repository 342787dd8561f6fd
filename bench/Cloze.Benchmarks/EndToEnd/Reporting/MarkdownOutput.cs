namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>The report in markdown, line by line as it is known; notes that come late stand below the table.</summary>
internal sealed class MarkdownOutput : IReportOutput
{
    private readonly TextWriter _writer;
    private ReportTable _table = new();
    private IReadOnlyList<string> _early = [];

    /// <summary>Writes the report's head.</summary>
    public MarkdownOutput(TextWriter writer, MachineName machine)
    {
        _writer = writer;
        Write(ReportMarkdown.Head(machine));
    }

    /// <inheritdoc/>
    public void Begin(ReportSection section)
    {
        _table = new ReportTable();
        _early = section.Notes;
        Write(ReportMarkdown.Head(section));
    }

    /// <inheritdoc/>
    public void Add(ReportRow row) => Write(_table.Add(row));

    /// <inheritdoc/>
    public void End(ReportSection section) => Write(
        _table.End() + ReportMarkdown.Foot(section.Rows) + ReportMarkdown.Notes(section.Notes.Except(_early)));

    private void Write(string text)
    {
        _writer.Write(text);
        _writer.Flush();
    }
}
