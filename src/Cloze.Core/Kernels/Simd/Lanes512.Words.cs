using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

internal readonly unsafe partial struct Lanes512
{
    private Vector512<ulong> Words => _value.AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 BroadcastWord(ulong word) => Of(Vector512.Create(word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Counters(uint first) =>
        Of(Vector512.Create((ulong)first) + Vector512.Create(0ul, 4, 1, 5, 2, 6, 3, 7));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyLowHalves(Lanes512 left, Lanes512 right) =>
        Of(Avx512F.Multiply(left._value.AsUInt32(), right._value.AsUInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 HighHalves(Lanes512 value) => Of(Vector512.ShiftRightLogical(value.Words, 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Xor(Lanes512 first, Lanes512 second, Lanes512 third) =>
        Of(first.Words ^ second.Words ^ third.Words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 JoinLowHalves(Lanes512 low, Lanes512 high) =>
        Of((low.Words & Vector512.Create(0xFFFFFFFFul)) | Vector512.ShiftLeft(high.Words, 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 InterleaveLow(Lanes512 left, Lanes512 right) =>
        Of(Avx512F.UnpackLow(left.Words, right.Words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 InterleaveHigh(Lanes512 left, Lanes512 right) =>
        Of(Avx512F.UnpackHigh(left.Words, right.Words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBits(Lanes512 value, ushort* destination) => value._value.AsUInt16().Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 KeepWhere(ushort* draws, int threshold, Lanes512 kept)
    {
        Vector512<int> wide = Avx512F.ConvertToVector512Int32(Vector256.Load(draws));
        Vector512<float> keeps = Vector512.GreaterThanOrEqual(wide, Vector512.Create(threshold)).AsSingle();
        return new(Vector512.ConditionalSelect(keeps, kept._value, Vector512<float>.Zero));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes512 Of(Vector512<ulong> words) => new(words.AsSingle());
}
