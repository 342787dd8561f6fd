using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

internal readonly unsafe partial struct Lanes512
{
    // Each quarter of a vector takes one of four rows that lie four apart, and transposes its own 4 x 4 values.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeFour(float* source, nint stride, float* destination, nint destinationStride)
    {
        Vector512<float> row0 = EveryFourth(source, stride), row1 = EveryFourth(source + stride, stride);
        Vector512<float> row2 = EveryFourth(source + (2 * stride), stride);
        Vector512<float> row3 = EveryFourth(source + (3 * stride), stride);
        Vector512<float> low02 = Avx512F.UnpackLow(row0, row2), high02 = Avx512F.UnpackHigh(row0, row2);
        Vector512<float> low13 = Avx512F.UnpackLow(row1, row3), high13 = Avx512F.UnpackHigh(row1, row3);
        Avx512F.UnpackLow(low02, low13).Store(destination);
        Avx512F.UnpackHigh(low02, low13).Store(destination + destinationStride);
        Avx512F.UnpackLow(high02, high13).Store(destination + (2 * destinationStride));
        Avx512F.UnpackHigh(high02, high13).Store(destination + (3 * destinationStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> EveryFourth(float* source, nint stride) => Vector512.Create(
        Vector256.Create(Vector128.Load(source), Vector128.Load(source + (4 * stride))),
        Vector256.Create(Vector128.Load(source + (8 * stride)), Vector128.Load(source + (12 * stride))));
}
