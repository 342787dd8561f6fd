using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

internal readonly unsafe partial struct Lanes128
{
    private Vector128<ulong> Words => _value.AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 BroadcastWord(ulong word) => Of(Vector128.Create(word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Counters(uint first) => Of(Vector128.Create((ulong)first) + Vector128.Create(0ul, 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MultiplyLowHalves(Lanes128 left, Lanes128 right)
    {
        if (Sse2.IsSupported) return Of(Sse2.Multiply(left._value.AsUInt32(), right._value.AsUInt32()));
        if (AdvSimd.IsSupported)
        {
            Vector64<uint> low = AdvSimd.ExtractNarrowingLower(left.Words);
            return Of(AdvSimd.MultiplyWideningLower(low, AdvSimd.ExtractNarrowingLower(right.Words)));
        }

        Vector128<ulong> mask = Vector128.Create(0xFFFFFFFFul);
        return Of((left.Words & mask) * (right.Words & mask));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 HighHalves(Lanes128 value) => Of(Vector128.ShiftRightLogical(value.Words, 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Xor(Lanes128 first, Lanes128 second, Lanes128 third) =>
        Of(first.Words ^ second.Words ^ third.Words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 JoinLowHalves(Lanes128 low, Lanes128 high) =>
        Of((low.Words & Vector128.Create(0xFFFFFFFFul)) | Vector128.ShiftLeft(high.Words, 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 InterleaveLow(Lanes128 left, Lanes128 right) =>
        Of(Vector128.Create(left.Words.GetLower(), right.Words.GetLower()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 InterleaveHigh(Lanes128 left, Lanes128 right) =>
        Of(Vector128.Create(left.Words.GetUpper(), right.Words.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBits(Lanes128 value, ushort* destination) => value._value.AsUInt16().Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 KeepWhere(ushort* draws, int threshold, Lanes128 kept)
    {
        Vector128<int> wide = Vector128.WidenLower(Vector64.Load(draws).ToVector128Unsafe()).AsInt32();
        Vector128<float> keeps = Vector128.GreaterThan(wide, Vector128.Create(threshold - 1)).AsSingle();
        return new(keeps & kept._value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes128 Of(Vector128<ulong> words) => new(words.AsSingle());
}
