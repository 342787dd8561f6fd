using System.Globalization;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>
/// A table in markdown, line by line as its rows come. The products of a layer stand in one line, which is written when
/// the first row of the next one comes; all others have a line each.
/// </summary>
internal sealed class ReportTable
{
    private readonly List<ReportRow> _layer = [];
    private bool _hasHead;

    /// <summary>Takes a row.</summary>
    /// <returns>The lines that are complete now, with the table's head before the first.</returns>
    public string Add(ReportRow row)
    {
        if (row.Product is null) return Head(row) + Line(row);
        string before = _layer.Count > 0 && _layer[0].What != row.What ? End() : "";
        _layer.Add(row);
        return before;
    }

    /// <summary>The line that was not complete.</summary>
    public string End()
    {
        if (_layer.Count == 0) return "";
        string text = Head(_layer[0]) + Line(_layer);
        _layer.Clear();
        return text;
    }

    private static string[] Products => Enum.GetNames<Measurement.LinearProduct>();

    private string Head(ReportRow row)
    {
        if (_hasHead) return "";
        _hasHead = true;
        string[] names = row.Product is null
            ? ["what", "Cloze", "of peak", "peer", "peer's", "of peak", "ratio", "target", ""]
            : ["layer, T x K x N", .. Products, "target"];
        return Cells(names).Replace("|  |", "| |", StringComparison.Ordinal)
            + $"|{string.Concat(names.Select(_ => "---|"))}\n";
    }

    private static string Line(ReportRow row) => Cells(
    [
        row.What + Mark(row),
        $"{Number(row.Cloze)} {row.Unit}",
        Percent(row.Share),
        row.Peer ?? "none",
        row.PeerFigure is { } figure ? Number(figure) : "",
        Percent(row.PeerShare),
        Ratio(row.Ratio),
        $"{row.Target}",
        row.Target?.Verdict(row) ?? "",
    ]);

    // Three products a line: the share of the peak, and the ratio to the peer.
    private static string Line(List<ReportRow> layer)
    {
        IEnumerable<string> cells =
            Products.Select(product => Cell(layer.FirstOrDefault(row => row.Product == product)));
        return Cells([layer[0].What, .. cells, $"{layer[0].Target}"]);
    }

    private static string Cell(ReportRow? row) => row is null
        ? ""
        : $"{Number(row.Cloze)} ({Percent(row.Share)}, {Ratio(row.Ratio)}){(row.MissesTarget ? " *" : "")}{Mark(row)}";

    private static string Cells(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    private static string Mark(ReportRow row) => row.Doubt is null ? "" : " ~";

    private static string Number(double value) =>
        value.ToString(value < 10 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    private static string Percent(double? share) =>
        share is { } value ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "";

    private static string Ratio(double? ratio) =>
        ratio is { } value ? value.ToString("0.00", CultureInfo.InvariantCulture) + "x" : "";
}
