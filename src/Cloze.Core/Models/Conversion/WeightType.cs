namespace Cloze.Models;

/// <summary>What a weight is stored as.</summary>
public enum WeightType
{
    /// <summary>IEEE 754 single precision, 4 bytes.</summary>
    Float32,

    /// <summary>IEEE 754 half precision, 2 bytes: values up to 65504 with 11 significant bits.</summary>
    Float16,

    /// <summary>The upper half of a float, 2 bytes: its range with 8 significant bits.</summary>
    BFloat16,
}
