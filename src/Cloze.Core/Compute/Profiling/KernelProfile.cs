namespace Cloze.Compute;

/// <summary>What one kernel of a device did, or its library in one shape of product, summed over its calls.</summary>
/// <param name="Name">
/// The kernel, or the product: "forward 32768 x 768 to 2304", "dX ..." (an input's gradient), "dW ..." (a weight's).
/// </param>
/// <param name="Calls">Number of calls.</param>
/// <param name="Seconds">Time on the device, between a mark before each call and one after it.</param>
/// <param name="Bytes">
/// What it must move through the device's memory, each value read and written once; 0 where that is not counted.
/// </param>
/// <param name="Flops">Operations that it must do on the matrix units; 0 where it has no products.</param>
public sealed record KernelProfile(string Name, long Calls, double Seconds, double Bytes, double Flops)
{
    /// <summary>The least time of a device of so many bytes and operations a second.</summary>
    /// <param name="bandwidth">Bytes a second.</param>
    /// <param name="peak">Operations a second.</param>
    public double LeastSeconds(double bandwidth, double peak) => Math.Max(Bytes / bandwidth, Flops / peak);
}
