using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Where the time of a training step goes on a device: its kernels beside the least they could take.</summary>
/// <param name="What">Which step: "base, length 128".</param>
/// <param name="Seconds">Median time of a step in which nothing is marked.</param>
/// <param name="QueueingSeconds">Of it, how long the host was busy: all but its waiting for the device.</param>
/// <param name="Tokens">Real tokens of a step.</param>
/// <param name="Flops">Useful operations of a step.</param>
/// <param name="Kernels">What the device did in one step, the longest first; nothing on a processor.</param>
public sealed record StepProfile(
    string What,
    double Seconds,
    double QueueingSeconds,
    int Tokens,
    double Flops,
    IReadOnlyList<KernelProfile> Kernels)
{
    /// <summary>The kernels' time; marks between them make it a little long where kernels are short.</summary>
    public double KernelSeconds => Kernels.Sum(kernel => kernel.Seconds);

    /// <summary>Calls on the device.</summary>
    public long Calls => Kernels.Sum(kernel => kernel.Calls);

    /// <summary>What the kernels would take at so many bytes and operations a second: the step's roofline.</summary>
    /// <param name="bandwidth">Bytes a second.</param>
    /// <param name="peak">Operations a second.</param>
    public double LeastSeconds(double bandwidth, double peak) =>
        Kernels.Sum(kernel => kernel.LeastSeconds(bandwidth, peak));
}
