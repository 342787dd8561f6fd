namespace Cloze.Benchmarks.Kernels;

/// <summary>The matrix products of a linear layer.</summary>
internal enum Product
{
    Forward,
    InputGradient,
    WeightGradient,
}
