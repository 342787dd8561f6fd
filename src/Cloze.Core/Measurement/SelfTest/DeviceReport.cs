namespace Cloze.Measurement;

/// <summary>What <see cref="DeviceSelfTest"/> found.</summary>
/// <param name="Device">The device and in what it computes.</param>
/// <param name="Checks">Comparisons with the processor.</param>
/// <param name="Peak">
/// Operations a second of a product of 8,192 x 8,192 matrices, by which the others are measured; 0 where nothing was
/// timed.
/// </param>
/// <param name="Timings">What was timed.</param>
public sealed record DeviceReport(
    string Device, IReadOnlyList<DeviceCheck> Checks, double Peak, IReadOnlyList<DeviceTiming> Timings)
{
    /// <summary>
    /// Bytes a second, read and written, of a large copy on the device; 0 where nothing was profiled.
    /// </summary>
    public double Bandwidth { get; init; }

    /// <summary>Where the time of training steps went.</summary>
    public IReadOnlyList<StepProfile> Profiles { get; init; } = [];

    /// <summary>Whether all comparisons agree.</summary>
    public bool IsRight => Checks.All(check => check.IsRight);
}
