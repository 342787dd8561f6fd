using Cloze.Compute;
using Cloze.Measurement;

namespace Cloze.Cli.Rendering;

/// <summary>A training step as <c>cloze selftest --json</c> prints it; times are seconds of one step.</summary>
internal sealed record SelftestProfile(
    string What,
    double Seconds,
    double KernelSeconds,
    double HostSeconds,
    double LeastSeconds,
    int Tokens,
    double Flops,
    IReadOnlyList<SelftestKernel> Kernels)
{
    public static SelftestProfile From(StepProfile profile, DeviceReport report) => new(
        profile.What,
        profile.Seconds,
        profile.KernelSeconds,
        profile.QueueingSeconds,
        profile.LeastSeconds(report.Bandwidth, report.Peak),
        profile.Tokens,
        profile.Flops,
        [.. profile.Kernels.Select(kernel => SelftestKernel.From(kernel, report))]);
}

/// <summary>A kernel's part of a step.</summary>
internal sealed record SelftestKernel(
    string Name,
    long Calls,
    double Seconds,
    double Bytes,
    double Flops,
    double ShareOfBandwidth,
    double ShareOfPeak)
{
    public static SelftestKernel From(KernelProfile kernel, DeviceReport report) => new(
        kernel.Name,
        kernel.Calls,
        kernel.Seconds,
        kernel.Bytes,
        kernel.Flops,
        kernel.Bytes / kernel.Seconds / report.Bandwidth,
        kernel.Flops / kernel.Seconds / report.Peak);
}
