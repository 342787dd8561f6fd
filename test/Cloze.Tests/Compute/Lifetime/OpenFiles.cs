using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>The files of a folder that this process still has open or mapped, where the system tells.</summary>
internal static class OpenFiles
{
    public static void AssertNone(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.DoesNotContain(
            File.ReadLines("/proc/self/maps"), line => line.Contains(folder, StringComparison.Ordinal));
        IEnumerable<string?> open = Directory.EnumerateFiles("/proc/self/fd").Select(Target);
        Assert.DoesNotContain(open, path => path?.StartsWith(folder, StringComparison.Ordinal) == true);
    }

    // Other tests open and close files meanwhile.
    private static string? Target(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
