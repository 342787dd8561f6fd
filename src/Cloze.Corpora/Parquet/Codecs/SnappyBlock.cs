namespace Cloze.Corpora;

/// <summary>Unpacks a block of Snappy (format description of 2011): literals, and copies of what came before.</summary>
internal static class SnappyBlock
{
    private const int LongestShortLiteral = 60;

    /// <summary>Unpacks a block.</summary>
    /// <returns>Bytes written; -1 where the block is damaged or longer than the room.</returns>
    public static int Unpack(ReadOnlySpan<byte> packed, Span<byte> text)
    {
        if (!TryReadLength(ref packed, out long length) || length > text.Length) return -1;
        text = text[..(int)length];
        int written = 0;
        while (packed.Length > 0)
        {
            int tag = packed[0];
            bool isDone = (tag & 3) == 0
                ? TryLiteral(ref packed, text, ref written)
                : TryCopy(ref packed, text, ref written);
            if (!isDone) return -1;
        }

        return written;
    }

    private static bool TryReadLength(ref ReadOnlySpan<byte> packed, out long length)
    {
        length = 0;
        for (int i = 0; i < 5 && i < packed.Length; i++)
        {
            length |= (long)(packed[i] & 0x7F) << (7 * i);
            if (packed[i] >= 0x80) continue;
            packed = packed[(i + 1)..];
            return true;
        }

        return false;
    }

    // Above 60 the number tells how many bytes the length takes.
    private static bool TryLiteral(ref ReadOnlySpan<byte> packed, Span<byte> text, ref int written)
    {
        long length = (packed[0] >> 2) + 1;
        packed = packed[1..];
        int bytes = (int)Math.Max(0, length - LongestShortLiteral);
        if (bytes > 0 && !TryReadNumber(ref packed, bytes, out length)) return false;
        if (bytes > 0) length++;
        if (length > packed.Length || length > text.Length - written) return false;
        packed[..(int)length].CopyTo(text[written..]);
        packed = packed[(int)length..];
        written += (int)length;
        return true;
    }

    private static bool TryCopy(ref ReadOnlySpan<byte> packed, Span<byte> text, ref int written)
    {
        int tag = packed[0], kind = tag & 3;
        packed = packed[1..];
        int bytes = kind switch { 1 => 1, 2 => 2, _ => 4 };
        if (!TryReadNumber(ref packed, bytes, out long distance)) return false;
        if (kind == 1) distance |= (long)(tag >> 5) << 8;
        int length = kind == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
        return BackReference.TryCopy(text, ref written, distance, length);
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> packed, int bytes, out long number)
    {
        number = 0;
        if (packed.Length < bytes) return false;
        for (int i = 0; i < bytes; i++) number |= (long)packed[i] << (8 * i);
        packed = packed[bytes..];
        return true;
    }
}
