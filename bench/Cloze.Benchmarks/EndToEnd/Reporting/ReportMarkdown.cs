using System.Runtime.InteropServices;
using System.Text;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>The report for people: a head, and for each section its head, a table and what stands below.</summary>
internal static class ReportMarkdown
{
    private static readonly Dictionary<string, string> s_titles = new()
    {
        ["training"] = "Training, full texts",
        ["ragged"] = "Training, ragged texts",
        ["inference"] = "Inference",
        ["gemm"] = "Matrix products",
        ["tokenize"] = "Tokenising",
        ["threads"] = "Two threads against one",
        ["memory"] = "Memory and opening",
        ["breakdown"] = "Where a training step's time goes",
        ["run"] = "A whole run",
    };

    /// <summary>The whole report.</summary>
    public static string Write(IReadOnlyList<ReportSection> sections, MachineName machine)
    {
        var text = new StringBuilder(Head(machine));
        foreach (ReportSection section in sections)
        {
            text.Append(Head(section));
            var table = new ReportTable();
            foreach (ReportRow row in section.Rows) text.Append(table.Add(row));
            text.Append(table.End()).Append(Foot(section.Rows));
        }

        return text.ToString();
    }

    /// <summary>What stands above all sections.</summary>
    public static string Head(MachineName machine) =>
        $"""
        # Cloze beside its peers

        - Machine: {machine.Description}; {RuntimeInformation.FrameworkDescription}
        - Cloze and each peer run in turns, each in its own process; figures are medians of the runs.
        - Shares are of the peak of fused multiply-adds, measured in the process of Cloze's figure.

        """;

    /// <summary>What stands above a section's table.</summary>
    public static string Head(ReportSection section) =>
        $"\n## {s_titles[section.Name]}\n\n{section.Date}, commit {section.Commit}, `{section.Command}`.\n"
        + $"{Notes(section.Notes)}\n";

    /// <summary>Paragraphs.</summary>
    public static string Notes(IEnumerable<string> notes) => string.Concat(notes.Select(note => $"\n{note}\n"));

    /// <summary>What stands below a section's table: how many targets are met, and which rows are in doubt.</summary>
    public static string Foot(IReadOnlyList<ReportRow> rows)
    {
        var notes = new List<string>();
        if (rows.Any(row => row.Product is not null))
        {
            int met = rows.Count(row => !row.MissesTarget);
            notes.Add($"GFLOP/s; {met} of {rows.Count} meet their target, the others have a star.");
        }

        IEnumerable<string> doubts =
            from row in rows
            where row.Doubt is not null
            group row.What by row.Doubt into alike
            select $"{string.Join("; ", alike.Distinct())}: {alike.Key}";
        if (doubts.Any())
        {
            notes.Add(
                "~ Given up when the row's time or tries were over, on a machine that was not whole. "
                + $"{string.Join(". ", doubts)}.");
        }

        return Notes(notes);
    }
}
