using System.Runtime.Intrinsics;

namespace Cloze.Kernels;

/// <summary>Products of four bytes by four bytes in each of eight lanes.</summary>
internal interface IByteDot
{
    /// <summary>
    /// sum[lane] + Σ activations[4 · lane + i] · weights[4 · lane + i], i from 0 to 3; exact where no weight is beyond
    /// ±<see cref="ByteRow.Largest"/>.
    /// </summary>
    static abstract Vector256<int> Add(
        Vector256<int> sum, Vector256<byte> activations, Vector256<sbyte> weights);
}
