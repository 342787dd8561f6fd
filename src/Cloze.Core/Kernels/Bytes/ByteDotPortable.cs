using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cloze.Kernels;

/// <summary>Any processor: products in 16 bits, where they fit, and sums of neighbours in 32.</summary>
internal readonly struct ByteDotPortable : IByteDot
{
    private const int HalfOfInt = 16, HalfOfLong = 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> activations, Vector256<sbyte> weights)
    {
        (Vector256<ushort> lowA, Vector256<ushort> highA) = Vector256.Widen(activations);
        (Vector256<short> lowW, Vector256<short> highW) = Vector256.Widen(weights);
        Vector256<long> low = Fours(lowA.AsInt16() * lowW), high = Fours(highA.AsInt16() * highW);
        return sum + Vector256.Narrow(low, high);
    }

    // The sums of four neighbours, in the lower half of each lane.
    private static Vector256<long> Fours(Vector256<short> products)
    {
        Vector256<int> both = products.AsInt32();
        Vector256<int> pairs = ((both << HalfOfInt) >> HalfOfInt) + (both >> HalfOfInt);
        Vector256<long> twice = pairs.AsInt64();
        return ((twice << HalfOfLong) >> HalfOfLong) + (twice >> HalfOfLong);
    }
}
