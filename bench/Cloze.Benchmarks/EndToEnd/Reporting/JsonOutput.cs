using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>
/// The report as JSON, an object a line: each row as it is measured, with its section's name, and each section at its
/// end, without rows.
/// </summary>
internal sealed class JsonOutput(TextWriter writer) : IReportOutput
{
    private static readonly JsonSerializerOptions s_json =
        new(ReportFolder.Json) { WriteIndented = false };

    private string _section = "";

    /// <inheritdoc/>
    public void Begin(ReportSection section) => _section = section.Name;

    /// <inheritdoc/>
    public void Add(ReportRow row)
    {
        JsonObject line = JsonSerializer.SerializeToNode(row, s_json)!.AsObject();
        line.Insert(0, "section", _section);
        Write(line);
    }

    /// <inheritdoc/>
    public void End(ReportSection section)
    {
        JsonObject line = JsonSerializer.SerializeToNode(section with { Rows = [] }, s_json)!.AsObject();
        line.Remove("rows");
        Write(line);
    }

    private void Write(JsonObject line)
    {
        writer.WriteLine(line.ToJsonString(s_json));
        writer.Flush();
    }
}
