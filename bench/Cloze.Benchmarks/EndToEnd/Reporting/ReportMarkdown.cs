using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>The report for people.</summary>
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

    public static string Write(IReadOnlyList<ReportSection> sections, MachineName machine)
    {
        var text = new StringBuilder();
        text.Append("# Cloze beside its peers\n\n");
        text.Append($"- Machine: {machine.Description}; {RuntimeInformation.FrameworkDescription}\n");
        text.Append("- Cloze and each peer run in turns, each in its own process; figures are medians of the runs.\n");
        text.Append("- Shares are of the peak of fused multiply-adds, measured in the process of Cloze's figure.\n");
        foreach (ReportSection section in sections)
        {
            text.Append($"\n## {s_titles[section.Name]}\n\n"
                + $"{section.Date}, commit {section.Commit}, `{section.Command}`.\n");
            foreach (string note in section.Notes) text.Append($"\n{note}\n");
            text.Append('\n');
            bool products = section.Rows.Any(row => row.Product is not null);
            text.Append(products ? Products(section.Rows) : Plain(section.Rows));
        }

        return text.ToString();
    }

    public static string Plain(IReadOnlyList<ReportRow> rows)
    {
        var text = new StringBuilder();
        text.Append("| what | Cloze | of peak | peer | peer's | of peak | ratio | target | |\n");
        text.Append("|---|---|---|---|---|---|---|---|---|\n");
        foreach (ReportRow row in rows)
        {
            string[] cells =
            [
                row.What,
                $"{Number(row.Cloze)} {row.Unit}",
                Percent(row.Share),
                row.Peer ?? "none",
                row.PeerFigure is { } figure ? Number(figure) : "",
                Percent(row.PeerShare),
                Ratio(row.Ratio),
                $"{row.Target}",
                row.Target?.Verdict(row) ?? "",
            ];
            text.Append($"| {string.Join(" | ", cells)} |\n");
        }

        return text.ToString();
    }

    // Three products a line: the share of the peak, and the ratio to the peer.
    private static string Products(IReadOnlyList<ReportRow> rows)
    {
        string[] products = [.. rows.Select(row => row.Product!).Distinct()];
        var text = new StringBuilder();
        text.Append($"| layer, T x K x N | {string.Join(" | ", products)} | target |\n");
        text.Append($"|---|{string.Concat(products.Select(_ => "---|"))}---|\n");
        foreach (IGrouping<string, ReportRow> layer in rows.GroupBy(row => row.What))
        {
            IEnumerable<string> cells =
                products.Select(product => Cell(layer.FirstOrDefault(row => row.Product == product)));
            text.Append($"| {layer.Key} | {string.Join(" | ", cells)} | {layer.First().Target} |\n");
        }

        int met = rows.Count(row => !Missed(row));
        return text.Append($"\nGFLOP/s; {met} of {rows.Count} meet their target, the others have a star.\n").ToString();
    }

    private static string Cell(ReportRow? row) => row is null
        ? ""
        : $"{Number(row.Cloze)} ({Percent(row.Share)}, {Ratio(row.Ratio)}){(Missed(row) ? " *" : "")}";

    private static bool Missed(ReportRow row) => row.Target?.Verdict(row) is not (null or "met");

    private static string Number(double value) =>
        value.ToString(value < 10 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    private static string Percent(double? share) =>
        share is { } value ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "";

    private static string Ratio(double? ratio) =>
        ratio is { } value ? value.ToString("0.00", CultureInfo.InvariantCulture) + "x" : "";
}
