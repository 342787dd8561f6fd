using Cloze.Compute;

namespace Cloze.Models;

/// <summary>A LayerNorm, or the gradient of its weights.</summary>
/// <param name="Gain">[1, H].</param>
/// <param name="Bias">[1, H].</param>
internal readonly record struct NormWeights(Tensor Gain, Tensor Bias);
