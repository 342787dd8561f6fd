using System.Text.Json;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>Where the time of a training step goes, operation by operation.</summary>
internal sealed class BreakdownSection : ISectionMeasurement
{
    private static readonly string[] s_presets = ["tiny", "mini", "small", "base"];

    public string Name => "breakdown";

    public IReadOnlyList<string> Notes =>
        ["One step of the training section after warming up. Shares of the peak are of the matrix products alone."];

    public IEnumerable<ReportRow> Measure(Contestants contestants, ReportOptions options) =>
        from preset in s_presets
        where options.Wants($"breakdown {preset}")
        let cloze = Contestants.Cloze("train", "--preset", preset, "--steps", "3", "--profile")
        let once = Alternation.Of(options with { Rounds = 1 }, [cloze])
        from row in Rows(preset, once.Runs[0][0][0])
        select row with { Doubt = once.Doubt };

    private static IEnumerable<ReportRow> Rows(string preset, JsonElement line)
    {
        JsonElement[] operations = [.. line.GetProperty("profile").EnumerateArray()];
        double step = operations.Sum(operation => operation.Get("seconds"));
        double peak = 1e9 * line.Get("peakGflops");
        return operations.Where(operation => operation.Get("seconds") > 0.005 * step).Select(operation =>
        {
            (double seconds, double flops) = (operation.Get("seconds"), operation.Get("flops"));
            return new ReportRow
            {
                What = $"{preset}, {operation.GetProperty("operation").GetString()}, "
                    + FormattableString.Invariant($"{100 * seconds / step:F1} % of the step"),
                Unit = "ms",
                Cloze = 1e3 * seconds,
                Share = flops > 0 ? flops / seconds / peak : null,
            };
        });
    }
}
