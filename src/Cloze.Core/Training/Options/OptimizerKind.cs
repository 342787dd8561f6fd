namespace Cloze.Training;

/// <summary>By which rule gradients change the weights.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    Adamw,

    /// <summary>
    /// The original BERT's AdamWeightDecay: Adam without the correction of the moments' bias, with decoupled weight
    /// decay (Devlin et al. 2019, <c>optimization.py</c>).
    /// </summary>
    BertAdam,

    /// <summary>
    /// LAMB: AdamW's direction, of a length in proportion to each matrix's own norm, for very large batches (You et
    /// al. 2020).
    /// </summary>
    Lamb,

    /// <summary>
    /// Muon: orthogonalised momentum for the matrices of the layers, AdamW for everything else (Jordan et al. 2024;
    /// Liu et al. 2025), for large steps.
    /// </summary>
    Muon,
}
