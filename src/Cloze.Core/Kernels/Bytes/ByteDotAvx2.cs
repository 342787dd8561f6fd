using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

/// <summary>
/// AVX2: sums of two products in 16 bits (vpmaddubsw, which would cut off what does not fit), then sums of two of these
/// in 32 bits (vpmaddwd with ones).
/// </summary>
internal readonly struct ByteDotAvx2 : IByteDot
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> activations, Vector256<sbyte> weights)
    {
        Vector256<short> pairs = Avx2.MultiplyAddAdjacent(activations, weights);
        return Avx2.Add(sum, Avx2.MultiplyAddAdjacent(pairs, Vector256<short>.One));
    }
}
