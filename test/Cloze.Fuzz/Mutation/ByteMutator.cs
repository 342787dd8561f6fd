using System.Buffers.Binary;
using System.Text;

namespace Cloze.Fuzz;

/// <summary>Changes bytes without knowing what they mean.</summary>
internal static class ByteMutator
{
    private const int Longest = 1 << 16;

    private static readonly byte[] s_oddBytes =
        [0, 1, 0x09, 0x0A, 0x0D, 0x1B, 0x20, 0x22, 0x5C, 0x7F, 0x80, 0xC0, 0xFF];

    private static readonly long[] s_oddNumbers =
    [
        0, 1, -1, 2, 3, 4, 7, 8, 16, 127, 128, 255, 256, 32767, 32768, 65535, 65536, int.MaxValue, int.MinValue,
        uint.MaxValue, 1L << 32, long.MaxValue, long.MinValue, 1L << 62,
    ];

    /// <summary>Some changes to an input.</summary>
    /// <param name="input">What is changed; stays as it is.</param>
    /// <param name="other">Another input, parts of which may come in.</param>
    /// <param name="words">Byte sequences that mean something in the format.</param>
    /// <param name="draw">The choices.</param>
    public static byte[] Mutate(byte[] input, byte[] other, IReadOnlyList<byte[]> words, Draw draw)
    {
        byte[] bytes = [.. input];
        for (int change = draw.Few(8); change > 0; change--) bytes = Change(bytes, other, words, draw);
        return bytes.Length <= Longest ? bytes : bytes[..Longest];
    }

    private static byte[] Change(byte[] bytes, byte[] other, IReadOnlyList<byte[]> words, Draw draw)
    {
        int at = draw.Below(bytes.Length + 1);
        int length = Math.Min(bytes.Length - at, draw.OneIn(3) ? draw.Below(bytes.Length - at + 1) : draw.Few(16));
        switch (draw.Below(9))
        {
            case 0: return Flip(bytes, draw);
            case 1: return Set(bytes, at, draw.Of(s_oddBytes));
            case 2: return Put(bytes, at, 0, words.Count == 0 ? [draw.Of(s_oddBytes)] : draw.Of(words));
            case 3: return Put(bytes, at, length, []);
            case 4: return Put(bytes, at, 0, bytes.AsSpan(at, length));
            case 5: return Number(bytes, at, draw);
            case 6: return Splice(bytes, other, draw);
            case 7: return bytes[..at];
            default: return Put(bytes, at, length, words.Count == 0 ? [] : draw.Of(words));
        }
    }

    private static byte[] Flip(byte[] bytes, Draw draw)
    {
        if (bytes.Length > 0) bytes[draw.Below(bytes.Length)] ^= (byte)(1 << draw.Below(8));
        return bytes;
    }

    private static byte[] Set(byte[] bytes, int at, byte value)
    {
        if (at < bytes.Length) bytes[at] = value;
        return bytes;
    }

    // A binary number of 2, 4 or 8 bytes, or a decimal one.
    private static byte[] Number(byte[] bytes, int at, Draw draw)
    {
        long value = draw.Of(s_oddNumbers);
        if (draw.OneIn(2)) return Put(bytes, at, draw.Below(4), Encoding.ASCII.GetBytes($"{value}"));
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        int size = Math.Min(draw.Of([2, 4, 8]), bytes.Length - at);
        number[..size].CopyTo(bytes.AsSpan(at));
        return bytes;
    }

    private static byte[] Splice(byte[] bytes, byte[] other, Draw draw)
    {
        int from = draw.Below(other.Length + 1);
        int count = draw.Below(Math.Min(other.Length - from, 4096) + 1);
        return Put(bytes, draw.Below(bytes.Length + 1), 0, other.AsSpan(from, count));
    }

    private static byte[] Put(byte[] bytes, int at, int removed, ReadOnlySpan<byte> put)
    {
        removed = Math.Min(removed, bytes.Length - at);
        byte[] result = new byte[bytes.Length - removed + put.Length];
        bytes.AsSpan(0, at).CopyTo(result);
        put.CopyTo(result.AsSpan(at));
        bytes.AsSpan(at + removed).CopyTo(result.AsSpan(at + put.Length));
        return result;
    }
}
