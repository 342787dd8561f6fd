using System.Globalization;
using Cloze.Measurement;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>The self-test of a device for people: what is wrong, each operation's worst, then times.</summary>
internal static class SelftestTable
{
    public static void Write(DeviceReport report, IAnsiConsole console)
    {
        console.WriteParagraph(report.Device);
        DeviceCheck[] wrong = [.. report.Checks.Where(check => !check.IsRight)];
        foreach (DeviceCheck check in wrong) console.WriteParagraph(Line(check));
        if (report.Checks.Count > 0) console.Write(Worst(report.Checks));
        console.WriteParagraph(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Checks.Count - wrong.Length:N0} of {report.Checks.Count:N0} comparisons agree."));
        if (report.Peak == 0) return;
        console.WriteParagraph($"Product of 8,192 x 8,192 matrices: {Numbers.Of(report.Peak / 1e12, "F1")} TFLOP/s");
        if (report.Timings.Count > 0) console.Write(Timings(report));
        StepProfileTable.Write(report, console);
    }

    private static string Line(DeviceCheck check) => check.Failure is { } failure
        ? $"failed: {check.Operation}, {check.Shape}: {failure}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"wrong: {check.Operation}, {check.Shape}: {check.Error:G3}, expected at most {check.Tolerance:G3}");

    private static Table Worst(IReadOnlyList<DeviceCheck> checks)
    {
        Table table = Tables.Create("what", "times", "worst", "allowed");
        foreach (IGrouping<string, DeviceCheck> group in checks.GroupBy(check => check.Operation))
        {
            DeviceCheck worst = group.MaxBy(check => check.IsRight ? check.Error : double.MaxValue)!;
            table.AddRow(
                Markup.Escape(group.Key),
                Numbers.Of(group.Count(), "N0"),
                Numbers.Of(worst.Error, "G3"),
                Numbers.Of(worst.Tolerance, "G3"));
        }

        return table;
    }

    private static Table Timings(DeviceReport report)
    {
        Table table = Tables.Create("what", "ms", "TFLOP/s", "share", "tokens/s", "GB");
        foreach (DeviceTiming timing in report.Timings)
        {
            table.AddRow(
                timing.What,
                Numbers.Of(timing.Seconds * 1e3, "F3"),
                Numbers.Of(timing.FlopsPerSecond / 1e12, "F1"),
                Numbers.Of(timing.FlopsPerSecond / report.Peak, "P1"),
                timing.Tokens > 0 ? Numbers.Of(timing.TokensPerSecond, "N0") : "",
                timing.MemoryBytes > 0 ? Numbers.Of(timing.MemoryBytes / 1e9, "F1") : "");
        }

        return table;
    }
}
