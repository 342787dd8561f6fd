namespace Cloze.Compute;

/// <summary>The places of <see cref="Backend.AddNorm"/>'s operands.</summary>
internal readonly record struct NormOperands
{
    /// <summary>[T, H].</summary>
    public required DevicePointer Input { get; init; }

    /// <summary>[T, H] or none.</summary>
    public DevicePointer Residual { get; init; }

    /// <summary>[H], float32.</summary>
    public required DevicePointer Gain { get; init; }

    /// <summary>[H], float32, or none.</summary>
    public required DevicePointer Bias { get; init; }

    /// <summary>[T, H] or none; may be the input.</summary>
    public DevicePointer Sum { get; init; }

    /// <summary>[T, 2], float32, or none.</summary>
    public DevicePointer Statistics { get; init; }

    /// <summary>[T, H]; may be the input.</summary>
    public required DevicePointer Destination { get; init; }
}
