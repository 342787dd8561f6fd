namespace Cloze.Compute;

/// <summary>In what a CUDA device keeps activations and multiplies; the processor computes in float32 always.</summary>
public enum ComputePrecision
{
    /// <summary>
    /// bfloat16, on the matrix units; parameters, optimizer, norms, softmax and losses stay float32 ("mixed precision",
    /// Micikevicius et al. 2018).
    /// </summary>
    Bf16,

    /// <summary>float32 throughout: many times slower, to compare with.</summary>
    Float32,
}
