using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

internal readonly unsafe partial struct Lanes256
{
    // Each half of a vector takes one of two rows that lie four apart, and transposes its own 4 x 4 values.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeFour(float* source, nint stride, float* destination, nint destinationStride)
    {
        Vector256<float> row0 = EveryFourth(source, stride), row1 = EveryFourth(source + stride, stride);
        Vector256<float> row2 = EveryFourth(source + (2 * stride), stride);
        Vector256<float> row3 = EveryFourth(source + (3 * stride), stride);
        Vector256<float> low02 = Avx.UnpackLow(row0, row2), high02 = Avx.UnpackHigh(row0, row2);
        Vector256<float> low13 = Avx.UnpackLow(row1, row3), high13 = Avx.UnpackHigh(row1, row3);
        Avx.UnpackLow(low02, low13).Store(destination);
        Avx.UnpackHigh(low02, low13).Store(destination + destinationStride);
        Avx.UnpackLow(high02, high13).Store(destination + (2 * destinationStride));
        Avx.UnpackHigh(high02, high13).Store(destination + (3 * destinationStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> EveryFourth(float* source, nint stride) =>
        Vector256.Create(Vector128.Load(source), Vector128.Load(source + (4 * stride)));
}
