namespace Cloze.Models;

/// <summary>What <see cref="ModelConversion"/> is to do.</summary>
public sealed record ConversionOptions
{
    /// <summary>The model folder to read, its weights in any format that Cloze reads.</summary>
    public required string Model { get; init; }

    /// <summary>The folder to write; it must not hold a model.</summary>
    public required string Output { get; init; }

    /// <summary>
    /// What the weights are stored as, each rounded to the nearest, ties to even; null for what each is stored as now
    /// (float32 for float64).
    /// </summary>
    public WeightType? Type { get; init; }

    /// <summary>The file they are written to.</summary>
    public WeightFormat Format { get; init; }
}
