namespace Cloze.Measurement;

/// <summary>One comparison of a device with the processor.</summary>
/// <param name="Operation">What was compared: "attention backward, gradient of query, key and value".</param>
/// <param name="Shape">On what: "lengths 1 to 70, 4 heads of 32".</param>
/// <param name="Error">
/// The greatest difference, each as a share of the value's own size plus the root mean square of all.
/// </param>
/// <param name="Tolerance">The greatest allowed.</param>
public sealed record DeviceCheck(string Operation, string Shape, double Error, double Tolerance)
{
    /// <summary>Whether the values agree; what is not finite does not.</summary>
    public bool IsRight => Error <= Tolerance;

    /// <summary>What the device said where it failed; null where it computed.</summary>
    public string? Failure { get; init; }
}
