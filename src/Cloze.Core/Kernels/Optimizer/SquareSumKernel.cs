using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cloze.Kernels;

/// <summary>The sum of squares in double precision, with the same bits on every instruction set.</summary>
internal static class SquareSumKernel
{
    private const int Lanes = 16;

    /// <summary>
    /// Sixteen running sums, value i in sum i % 16, then added by halves; values beyond a multiple of 16 last.
    /// Every square is exact in double precision.
    /// </summary>
    [MethodImpl(Compiled.AtOnce)]
    public static double Sum(ReadOnlySpan<float> values)
    {
        Vector256<double> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        int i = 0;
        for (; i <= values.Length - Lanes; i += Lanes)
        {
            (Vector256<double> a, Vector256<double> b) = Vector256.Widen(Vector256.Create(values.Slice(i, 8)));
            (Vector256<double> c, Vector256<double> d) = Vector256.Widen(Vector256.Create(values.Slice(i + 8, 8)));
            sum0 += a * a;
            sum1 += b * b;
            sum2 += c * c;
            sum3 += d * d;
        }

        Vector256<double> sum = (sum0 + sum2) + (sum1 + sum3);
        double total = (sum[0] + sum[2]) + (sum[1] + sum[3]);
        for (; i < values.Length; i++) total += (double)values[i] * values[i];
        return total;
    }
}
