namespace Cloze.Compute;

/// <summary>The places of <see cref="Backend.AddNormBackward"/>'s operands.</summary>
internal readonly record struct NormGradientOperands
{
    /// <summary>[T, H].</summary>
    public required DevicePointer Gradient { get; init; }

    /// <summary>[T, H].</summary>
    public required DevicePointer Sum { get; init; }

    /// <summary>[T, 2], float32.</summary>
    public required DevicePointer Statistics { get; init; }

    /// <summary>[H], float32.</summary>
    public required DevicePointer Gain { get; init; }

    /// <summary>[T, H] or none.</summary>
    public DevicePointer InputGradient { get; init; }

    /// <summary>[T, H]; may be the gradient, unless it is added to.</summary>
    public required DevicePointer ResidualGradient { get; init; }

    /// <summary>Whether <see cref="ResidualGradient"/> is added to.</summary>
    public bool Adds { get; init; }

    /// <summary>[H], float32, added to.</summary>
    public required DevicePointer GainGradient { get; init; }

    /// <summary>[H], float32, added to, or none.</summary>
    public required DevicePointer BiasGradient { get; init; }

    /// <summary>
    /// [H], float32, or none: the column sums of <see cref="InputGradient"/>, or where that is none of
    /// <see cref="ResidualGradient"/>, are added.
    /// </summary>
    public DevicePointer ColumnSums { get; init; }
}
