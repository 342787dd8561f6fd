namespace Cloze.Corpora;

/// <summary>Unpacks a block of LZ4: literals and copies by turns.</summary>
internal static class Lz4Block
{
    private const int ShortestCopy = 4;
    private const int More = 15;

    /// <summary>Unpacks a block.</summary>
    /// <returns>Bytes written; -1 where the block is damaged or longer than the room.</returns>
    public static int Unpack(ReadOnlySpan<byte> packed, Span<byte> text)
    {
        int written = 0;
        while (packed.Length > 0)
        {
            int token = packed[0];
            packed = packed[1..];
            if (!TryReadLength(ref packed, token >> 4, out long literals)) return -1;
            if (literals > packed.Length || literals > text.Length - written) return -1;
            packed[..(int)literals].CopyTo(text[written..]);
            packed = packed[(int)literals..];
            written += (int)literals;

            // The last turn has literals alone.
            if (packed.Length == 0) return written;
            if (packed.Length < 2) return -1;
            int distance = packed[0] | (packed[1] << 8);
            packed = packed[2..];
            if (!TryReadLength(ref packed, token & More, out long length)) return -1;
            if (!BackReference.TryCopy(text, ref written, distance, length + ShortestCopy)) return -1;
        }

        return written;
    }

    private static bool TryReadLength(ref ReadOnlySpan<byte> packed, int first, out long length)
    {
        length = first;
        if (first < More) return true;
        while (packed.Length > 0)
        {
            byte more = packed[0];
            packed = packed[1..];
            length += more;
            if (more < byte.MaxValue) return true;
        }

        return false;
    }
}
