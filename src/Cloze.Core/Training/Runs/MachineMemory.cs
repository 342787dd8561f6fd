using System.Globalization;

namespace Cloze.Training;

/// <summary>How much memory a process may take on this machine.</summary>
internal static class MachineMemory
{
    // Where Linux tells the limit of the process's control group, in both versions of them.
    private static readonly string[] _limitFiles =
        ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];

    /// <summary>
    /// The machine's memory in bytes, or the limit of its container where that is less. The collector knows the machine
    /// too, but in a container it tells only the share that it takes for the managed heap.
    /// </summary>
    public static long Total()
    {
        long total = OperatingSystem.IsLinux() ? InstalledOnLinux() : 0;
        if (total <= 0) return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        foreach (string path in _limitFiles) total = Math.Min(total, Parse(ReadFirstLine(path)));
        return total;
    }

    /// <summary>A limit as its file states it; without a number there is none.</summary>
    internal static long Parse(string? limit) =>
        long.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : long.MaxValue;

    /// <summary>The kilobytes of a line such as <c>MemTotal:  16318480 kB</c>, in bytes; 0 for any other.</summary>
    internal static long ParseInstalled(string? line) =>
        line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["MemTotal:", var kilobytes, "kB"]
        && long.TryParse(kilobytes, NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            ? 1024 * count
            : 0;

    private static long InstalledOnLinux() => ParseInstalled(ReadFirstLine("/proc/meminfo"));

    private static string? ReadFirstLine(string path)
    {
        try
        {
            return File.ReadLines(path).FirstOrDefault();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
