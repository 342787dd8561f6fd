using System.Runtime.Intrinsics;
using Cloze.Kernels;

namespace Cloze.Tests.Kernels;

/// <summary>
/// vpdpbusd as Intel's manual writes it down, in scalar code: bytes of the second operand without a sign, of the third
/// with one, four products and the sum in 32 bits, nothing cut off.
/// </summary>
internal readonly struct EmulatedByteDot : IByteDot
{
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> activations, Vector256<sbyte> weights)
    {
        for (int lane = 0; lane < Vector256<int>.Count; lane++)
        {
            int total = sum[lane];
            for (int i = 4 * lane; i < (4 * lane) + 4; i++) total = unchecked(total + (activations[i] * weights[i]));
            sum = sum.WithElement(lane, total);
        }

        return sum;
    }
}
