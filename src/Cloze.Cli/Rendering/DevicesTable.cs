using Cloze.Compute;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>The devices of a machine for people.</summary>
internal static class DevicesTable
{
    public static void Write(string processor, IReadOnlyList<LibraryProbe> probes, IAnsiConsole console)
    {
        console.WriteParagraph($"cpu: {processor}");
        console.WriteParagraph(CudaDevices.IsUsable(probes)
            ? "cuda: usable; give --device cuda to train, eval or fill."
            : "cuda: not usable.");
        foreach (LibraryProbe probe in probes)
        {
            string version = probe.Version is null ? "" : $" {probe.Version}";
            string mark = probe.IsUsable ? "found" : "not usable";
            console.WriteParagraph($"  {probe.What}{version}, {mark}: {probe.Path}");
            if (probe.Reason != "loaded") console.WriteParagraph($"    {probe.Reason}");
        }
    }
}
