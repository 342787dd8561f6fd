namespace Cloze.Compute;

/// <summary>
/// In what a CUDA device keeps activations and multiplies. The processor computes in float32, or, where it is asked
/// for, multiplies in int8.
/// </summary>
public enum ComputePrecision
{
    /// <summary>
    /// bfloat16, on the matrix units; parameters, optimizer, norms, softmax and losses stay float32 ("mixed precision",
    /// Micikevicius et al. 2018).
    /// </summary>
    Bf16,

    /// <summary>float32 throughout: many times slower, to compare with.</summary>
    Float32,

    /// <summary>
    /// Inference on the processor: linear layers multiply bytes, weights with a scale for each output and activations
    /// with one for each token, made at every product (dynamic quantization). All else is float32.
    /// </summary>
    Int8,
}
