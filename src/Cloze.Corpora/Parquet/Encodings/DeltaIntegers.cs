namespace Cloze.Corpora;

/// <summary>
/// Reads numbers written by the differences of neighbours, in blocks of as few bits as these need: Parquet's
/// <c>DELTA_BINARY_PACKED</c>.
/// </summary>
internal static class DeltaIntegers
{
    private const int LargestBlock = 1 << 16;

    /// <summary>Reads lengths.</summary>
    /// <param name="bytes">The bytes; receives what stands behind the numbers.</param>
    /// <param name="expected">How many numbers there must be.</param>
    /// <exception cref="ParquetFaultException">The bytes are damaged, or a number is no length.</exception>
    public static int[] ReadLengths(ref ReadOnlySpan<byte> bytes, int expected)
    {
        long block = (long)ReadNumber(ref bytes), miniBlocks = (long)ReadNumber(ref bytes);
        ulong count = ReadNumber(ref bytes);
        long value = ReadZigzag(ref bytes);
        bool isSound = block is > 0 and <= LargestBlock && miniBlocks > 0 && miniBlocks <= block
            && block % miniBlocks == 0 && block / miniBlocks % 8 == 0;
        if (!isSound) throw new ParquetFaultException($"a page has blocks of {block} in {miniBlocks} numbers");
        if (count != (ulong)expected)
        {
            throw new ParquetFaultException($"a page has {count} lengths of {expected} values");
        }

        var lengths = new int[expected];
        int next = 0;
        if (expected > 0) lengths[next++] = Length(value);
        while (next < expected)
        {
            ReadBlock(ref bytes, (int)(block / miniBlocks), (int)miniBlocks, ref value, lengths, ref next);
        }

        return lengths;
    }

    private static void ReadBlock(
        ref ReadOnlySpan<byte> bytes, int size, int miniBlocks, ref long value, int[] lengths, ref int next)
    {
        long least = ReadZigzag(ref bytes);
        ReadOnlySpan<byte> widths = Take(ref bytes, miniBlocks);
        for (int block = 0; block < miniBlocks && next < lengths.Length; block++)
        {
            int width = widths[block];
            if (width > 64) throw new ParquetFaultException($"a page has differences of {width} bits");
            ReadOnlySpan<byte> packed = Take(ref bytes, size / 8 * width);
            for (int i = 0; i < size && next < lengths.Length; i++)
            {
                value = unchecked(value + least + (long)Bits(packed, (long)i * width, width));
                lengths[next++] = Length(value);
            }
        }
    }

    private static ulong Bits(ReadOnlySpan<byte> packed, long from, int width)
    {
        ulong value = 0;
        for (int bit = 0; bit < width; bit++)
        {
            long at = from + bit;
            value |= (ulong)((packed[(int)(at / 8)] >> (int)(at % 8)) & 1) << bit;
        }

        return value;
    }

    private static int Length(long value) => value is >= 0 and <= int.MaxValue
        ? (int)value
        : throw new ParquetFaultException($"a page has a value of {value} bytes");

    private static long ReadZigzag(ref ReadOnlySpan<byte> bytes)
    {
        ulong number = ReadNumber(ref bytes);
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    private static ulong ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte part = Take(ref bytes, 1)[0];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return number;
        }

        throw new ParquetFaultException("a page has a number without an end");
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        if (count > bytes.Length) throw new ParquetFaultException("a page ends within its lengths");
        ReadOnlySpan<byte> taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }
}
