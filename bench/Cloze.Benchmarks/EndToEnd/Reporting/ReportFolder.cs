using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>
/// <c>report.json</c> and <c>report.md</c> of a machine. A section measured anew takes the place of the one before, or
/// completes it where both are of one commit; the others stay, each with its own date and commit.
/// </summary>
internal sealed class ReportFolder(string folder)
{
    /// <summary>How rows and sections are written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _json = Path.Combine(folder, "report.json");

    /// <summary>The sections kept, in the report's order.</summary>
    public IReadOnlyList<ReportSection> Read() => File.Exists(_json)
        ? JsonSerializer.Deserialize<ReportSection[]>(File.ReadAllText(_json), Json)!
        : [];

    /// <summary>Puts a section among the others and writes both files.</summary>
    public void Write(ReportSection section, MachineName machine)
    {
        section = Complete(section, Read().FirstOrDefault(other => other.Name == section.Name));
        string[] order = [.. ReportOptions.AllSections.Select(known => known.Name)];
        ReportSection[] sections =
        [
            .. Read().Where(other => other.Name != section.Name).Append(section)
                .OrderBy(known => Array.IndexOf(order, known.Name)),
        ];
        Directory.CreateDirectory(folder);
        File.WriteAllText(_json, JsonSerializer.Serialize(sections, Json) + "\n");
        File.WriteAllText(Path.Combine(folder, "report.md"), ReportMarkdown.Write(sections, machine));
    }

    private static ReportSection Complete(ReportSection section, ReportSection? before)
    {
        if (before is null || before.Commit != section.Commit) return section;
        static (string, string?, string?) Key(ReportRow row) => (row.What, row.Product, row.Peer);
        ReportRow[] kept = [.. before.Rows.Where(row => section.Rows.All(other => Key(other) != Key(row)))];
        return section with { Rows = [.. kept, .. section.Rows] };
    }
}
