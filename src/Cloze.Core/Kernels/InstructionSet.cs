namespace Cloze.Kernels;

/// <summary>A path through the kernels: the vector instructions that they are written for.</summary>
public enum InstructionSet
{
    /// <summary>128-bit vectors of the BCL: runs on every machine.</summary>
    Portable,

    /// <summary>256-bit vectors with fused multiply-add: x86-64-v3, any x86 since 2013 to 2015.</summary>
    Avx2,

    /// <summary>512-bit vectors (F, BW, DQ and VL): x86-64-v4.</summary>
    Avx512,
}
