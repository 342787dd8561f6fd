namespace Cloze.Measurement;

/// <summary>The matrix products of a linear layer.</summary>
public enum LinearProduct
{
    /// <summary>input · weightᵀ + bias, [T, N].</summary>
    Forward,

    /// <summary>gradient · weight, [T, K].</summary>
    InputGradient,

    /// <summary>gradientᵀ · input, [N, K], and the column sums of the gradient.</summary>
    WeightGradient,
}
