using System.Globalization;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>What was aimed at; parts that are null were not asked for.</summary>
internal sealed record Target
{
    /// <summary>The least share of the peak, from 0 to 1.</summary>
    public double? Share { get; init; }

    /// <summary>The least ratio to the peer.</summary>
    public double? Ratio { get; init; }

    /// <summary>The least figure.</summary>
    public double? Least { get; init; }

    /// <summary>The greatest figure.</summary>
    public double? Most { get; init; }

    /// <summary>What was missed, or that all was met.</summary>
    public string Verdict(ReportRow row)
    {
        var missed = new List<string>();
        if (row.Share < Share) missed.Add("share");
        if (row.Ratio < Ratio) missed.Add("ratio");
        if (row.Cloze < Least || row.Cloze > Most) missed.Add("figure");
        return missed.Count == 0 ? "met" : $"{string.Join(" and ", missed)} missed";
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string?[] parts =
        [
            Format(Least, ">= {0:#,0.##}"),
            Format(Most, "<= {0:#,0.##}"),
            Format(100 * Share, ">= {0:0} %"),
            Format(Ratio, ">= {0:0.##}x"),
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    private static string? Format(double? value, string format) =>
        value is null ? null : string.Format(CultureInfo.InvariantCulture, format, value);
}
