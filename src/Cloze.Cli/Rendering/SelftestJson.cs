using Cloze.Measurement;

namespace Cloze.Cli.Rendering;

/// <summary>What <c>cloze selftest --json</c> prints; times are medians in seconds.</summary>
internal sealed record SelftestJson(
    string Device,
    bool IsRight,
    IReadOnlyList<DeviceCheck> Checks,
    double PeakTeraflops,
    IReadOnlyList<SelftestTiming> Timings,
    double BandwidthGigabytes,
    IReadOnlyList<SelftestProfile> Profiles)
{
    public static SelftestJson From(DeviceReport report) => new(
        report.Device,
        report.IsRight,
        report.Checks,
        report.Peak / 1e12,
        [.. report.Timings.Select(timing => SelftestTiming.From(timing, report.Peak))],
        report.Bandwidth / 1e9,
        [.. report.Profiles.Select(profile => SelftestProfile.From(profile, report))]);
}

/// <summary>Something that was timed.</summary>
internal sealed record SelftestTiming(
    string What, double Seconds, double Teraflops, double ShareOfPeak, double? TokensPerSecond, long? MemoryBytes)
{
    public static SelftestTiming From(DeviceTiming timing, double peak) => new(
        timing.What,
        timing.Seconds,
        timing.FlopsPerSecond / 1e12,
        timing.FlopsPerSecond / peak,
        timing.Tokens > 0 ? timing.TokensPerSecond : null,
        timing.MemoryBytes > 0 ? timing.MemoryBytes : null);
}
