using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cloze.Text;

/// <summary>The keys of words that stand in text as UTF-16, for <see cref="WordCache"/>.</summary>
internal static class WordKey
{
    /// <summary>
    /// The word's characters as bytes, zeros behind them, and whether all are ASCII's and none is the zero.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the word begins.</param>
    /// <param name="length">Its length, at most <see cref="WordCache.LongestWord"/>.</param>
    /// <param name="ascii">Whether it is a key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Of(ReadOnlySpan<char> text, int start, int length, out bool ascii)
    {
        Vector128<byte> characters = text.Length - start >= Vector128<byte>.Count
            ? Narrow(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), start))
            : NarrowEnd(text[start..]);
        Vector128<byte> inside = Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)length));
        Vector128<byte> word = characters & inside;
        Vector128<byte> strange = Vector128.GreaterThan(word, Vector128.Create((byte)0x7F))
            | (Vector128.Equals(characters, Vector128<byte>.Zero) & inside);
        ascii = strange == Vector128<byte>.Zero;
        return word;
    }

    /// <summary>The key of a word of at most <see cref="WordCache.LongestWideWord"/> UTF-16 units.</summary>
    public static Vector128<byte> Wide(ReadOnlySpan<char> word)
    {
        Span<char> buffer = stackalloc char[WordCache.LongestWideWord + 1];
        word.CopyTo(buffer);
        return WordCache.WideKey(buffer, word.Length);
    }

    private static Vector128<byte> NarrowEnd(ReadOnlySpan<char> end)
    {
        Span<char> padded = stackalloc char[Vector128<byte>.Count];
        padded.Clear();
        end.CopyTo(padded);
        return Narrow(ref MemoryMarshal.GetReference(padded));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(ref char first) => Vector128.NarrowWithSaturation(
        Vector128.LoadUnsafe(ref Unsafe.As<char, ushort>(ref first)),
        Vector128.LoadUnsafe(ref Unsafe.As<char, ushort>(ref first), 8));
}
