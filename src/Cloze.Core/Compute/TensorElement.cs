namespace Cloze.Compute;

/// <summary>What the values of a tensor are.</summary>
internal enum TensorElement
{
    /// <summary>Four bytes, IEEE 754 binary32: parameters, gradients of parameters, statistics, losses.</summary>
    Float32,

    /// <summary>Two bytes, the upper half of a float32: activations and their gradients on a CUDA device.</summary>
    BFloat16,
}
