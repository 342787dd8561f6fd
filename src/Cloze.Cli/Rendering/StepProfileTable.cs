using System.Globalization;
using Cloze.Compute;
using Cloze.Measurement;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>Where the time of training steps goes: each kernel's, and its shares of what the device reaches.</summary>
internal static class StepProfileTable
{
    public static void Write(DeviceReport report, IAnsiConsole console)
    {
        if (report.Profiles.Count == 0) return;
        console.WriteParagraph($"Copy of 0.5 GB: {Numbers.Of(report.Bandwidth / 1e9, "N0")} GB/s, read and written");
        foreach (StepProfile profile in report.Profiles) Write(profile, report, console);
    }

    private static void Write(StepProfile profile, DeviceReport report, IAnsiConsole console)
    {
        console.WriteParagraph(string.Create(
            CultureInfo.InvariantCulture,
            $"{profile.What}: {profile.Seconds * 1e3:F2} ms, {profile.Tokens / profile.Seconds:N0} tokens/s, "
            + $"{profile.Flops / profile.Seconds / 1e12:F0} TFLOP/s"));
        if (profile.Kernels.Count == 0) return;
        console.Write(Kernels(profile, report));
        double least = profile.LeastSeconds(report.Bandwidth, report.Peak);
        console.WriteParagraph(string.Create(
            CultureInfo.InvariantCulture,
            $"{profile.Calls:N0} calls, {profile.KernelSeconds * 1e3:F2} ms; left of the step "
            + $"{(profile.Seconds - profile.KernelSeconds) * 1e3:F2} ms; the host was busy for "
            + $"{profile.QueueingSeconds * 1e3:F2} ms; least by memory and products {least * 1e3:F2} ms, "
            + $"{least / profile.Seconds:P1} of the step"));
    }

    private static Table Kernels(StepProfile profile, DeviceReport report)
    {
        Table table = Tables.Create("what", "calls", "ms", "step", "memory", "product");
        foreach (KernelProfile kernel in profile.Kernels)
        {
            table.AddRow(
                kernel.Name,
                Numbers.Of(kernel.Calls, "N0"),
                Numbers.Of(kernel.Seconds * 1e3, "F3"),
                Numbers.Percent(kernel.Seconds / profile.Seconds),
                Share(kernel.Bytes / kernel.Seconds / report.Bandwidth),
                Share(kernel.Flops / kernel.Seconds / report.Peak));
        }

        return table;
    }

    private static string Share(double share) => share > 0 ? Numbers.Of(100 * share, "F0") + " %" : "";
}
