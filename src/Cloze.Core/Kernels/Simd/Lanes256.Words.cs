using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

internal readonly unsafe partial struct Lanes256
{
    private Vector256<ulong> Words => _value.AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 BroadcastWord(ulong word) => Of(Vector256.Create(word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Counters(uint first) => Of(Vector256.Create((ulong)first) + Vector256.Create(0ul, 2, 1, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyLowHalves(Lanes256 left, Lanes256 right) =>
        Of(Avx2.Multiply(left._value.AsUInt32(), right._value.AsUInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 HighHalves(Lanes256 value) => Of(Vector256.ShiftRightLogical(value.Words, 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Xor(Lanes256 first, Lanes256 second, Lanes256 third) =>
        Of(first.Words ^ second.Words ^ third.Words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 JoinLowHalves(Lanes256 low, Lanes256 high) =>
        Of((low.Words & Vector256.Create(0xFFFFFFFFul)) | Vector256.ShiftLeft(high.Words, 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 InterleaveLow(Lanes256 left, Lanes256 right) =>
        Of(Avx2.UnpackLow(left.Words, right.Words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 InterleaveHigh(Lanes256 left, Lanes256 right) =>
        Of(Avx2.UnpackHigh(left.Words, right.Words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBits(Lanes256 value, ushort* destination) => value._value.AsUInt16().Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 KeepWhere(ushort* draws, int threshold, Lanes256 kept)
    {
        Vector256<int> wide = Avx2.ConvertToVector256Int32(draws);
        Vector256<float> keeps = Vector256.GreaterThan(wide, Vector256.Create(threshold - 1)).AsSingle();
        return new(keeps & kept._value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256 Of(Vector256<ulong> words) => new(words.AsSingle());
}
