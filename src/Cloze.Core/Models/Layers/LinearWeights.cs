using Cloze.Compute;

namespace Cloze.Models;

/// <summary>A linear layer y = x · Wᵀ + b, or the gradient of its weights.</summary>
/// <param name="Weight">[N, K].</param>
/// <param name="Bias">[1, N].</param>
internal readonly record struct LinearWeights(Tensor Weight, Tensor Bias);
