using Cloze.Compute;

namespace Cloze.Models;

/// <summary>norm(dropout(input · Wᵀ + b) + residual), as a layer whose norms come last ends.</summary>
internal static class Residual
{
    /// <summary>
    /// Computes the output [T, H]. The residual is added by the product or by the norm, as the backend has it.
    /// </summary>
    /// <param name="backend">Where it runs.</param>
    /// <param name="input">[T, K].</param>
    /// <param name="linear">W [H, K] and b [1, H].</param>
    /// <param name="residual">[T, H].</param>
    /// <param name="dropout">Between both.</param>
    /// <param name="norm">Gain and bias [1, H].</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="sum">Where the norm reads its input, [T, H]; the backward pass finds it there.</param>
    /// <param name="statistics">Mean and reciprocal deviation of each row, [T, 2]; none in inference.</param>
    /// <param name="output">[T, H].</param>
    public static void Forward(
        Backend backend,
        Tensor input,
        LinearWeights linear,
        Tensor residual,
        Dropout dropout,
        NormWeights norm,
        float epsilon,
        Tensor sum,
        Tensor statistics,
        Tensor output)
    {
        bool early = backend.AddsInProducts && !dropout.IsActive;
        backend.Linear(input, linear.Weight, linear.Bias, sum, early ? residual : Tensor.None);
        backend.AddNorm(
            sum,
            early ? Tensor.None : residual,
            dropout,
            norm.Gain,
            norm.Bias,
            epsilon,
            early || statistics.IsNone ? Tensor.None : sum,
            statistics,
            output);
    }
}
