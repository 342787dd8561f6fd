using System.Buffers.Binary;

namespace Cloze.Corpora;

/// <summary>Takes the texts out of an unpacked page.</summary>
/// <param name="texts">Makes a text from its bytes.</param>
internal sealed class PageValues(TextDecoder texts)
{
    /// <summary>The most texts of a page, so that a few bytes cannot become all the memory there is.</summary>
    public const int Most = 1 << 22;

    /// <summary>The most bytes that the texts of a page may have together, which share beginnings.</summary>
    private const long MostShared = 1L << 26;

    /// <summary>Texts that stand one behind the other, each behind its length: Parquet's <c>PLAIN</c>.</summary>
    /// <exception cref="ParquetFaultException">The page ends too early.</exception>
    public string[] ReadPlain(ReadOnlySpan<byte> page, int count)
    {
        if (count > page.Length / sizeof(int))
        {
            throw new ParquetFaultException($"a page of {page.Length} bytes has {count} values");
        }

        var values = new string[count];
        for (int i = 0; i < count; i++)
        {
            if (page.Length < sizeof(int)) throw EndsEarly();
            int length = BinaryPrimitives.ReadInt32LittleEndian(page);
            page = page[sizeof(int)..];
            if (length < 0 || length > page.Length)
            {
                throw new ParquetFaultException($"a value has {length} bytes where {page.Length} are left");
            }

            values[i] = texts.Decode(page[..length]);
            page = page[length..];
        }

        return values;
    }

    /// <summary>Texts by their number in a dictionary: Parquet's <c>RLE_DICTIONARY</c>.</summary>
    /// <exception cref="ParquetFaultException">A number is in no dictionary, or the page ends too early.</exception>
    public static string[] ReadIndexed(ReadOnlySpan<byte> page, int count, string[] dictionary)
    {
        if (count == 0) return [];
        var values = new string[count];
        int width = page.Length == 0 ? 0 : page[0];
        var runs = new HybridRuns(page.Length == 0 ? [] : page[1..], width);
        for (int next = 0; next < count;)
        {
            int run = count;
            uint index = width == 0 ? 0 : runs.Next(out run);
            if (index >= dictionary.Length)
            {
                throw new ParquetFaultException($"a page asks for word {index} of a dictionary of {dictionary.Length}");
            }

            int end = next + Math.Min(run, count - next);
            values.AsSpan(next, end - next).Fill(dictionary[index]);
            next = end;
        }

        return values;
    }

    /// <summary>All lengths, then all texts: Parquet's <c>DELTA_LENGTH_BYTE_ARRAY</c>.</summary>
    /// <exception cref="ParquetFaultException">The page ends too early.</exception>
    public string[] ReadDeltaLengths(ReadOnlySpan<byte> page, int count)
    {
        int[] lengths = DeltaIntegers.ReadLengths(ref page, count);
        var values = new string[count];
        for (int i = 0; i < count; i++)
        {
            if (lengths[i] > page.Length) throw EndsEarly();
            values[i] = texts.Decode(page[..lengths[i]]);
            page = page[lengths[i]..];
        }

        return values;
    }

    /// <summary>
    /// How much each text shares with the one before, and what follows that: Parquet's <c>DELTA_BYTE_ARRAY</c>.
    /// </summary>
    /// <exception cref="ParquetFaultException">The page ends too early, or grows beyond measure.</exception>
    public string[] ReadDeltaStrings(ReadOnlySpan<byte> page, int count)
    {
        int[] shared = DeltaIntegers.ReadLengths(ref page, count);
        int[] lengths = DeltaIntegers.ReadLengths(ref page, count);
        var values = new string[count];
        byte[] text = [];
        int before = 0;
        long total = 0;
        for (int i = 0; i < count; i++)
        {
            total += (long)shared[i] + lengths[i];
            if (shared[i] > before || lengths[i] > page.Length) throw EndsEarly();
            if (total > MostShared)
            {
                throw new ParquetFaultException($"the texts of a page have more than {MostShared} bytes");
            }

            before = shared[i] + lengths[i];
            if (before > text.Length) Array.Resize(ref text, Math.Max(before, 2 * text.Length));
            page[..lengths[i]].CopyTo(text.AsSpan(shared[i]));
            page = page[lengths[i]..];
            values[i] = texts.Decode(text.AsSpan(0, before));
        }

        return values;
    }

    private static ParquetFaultException EndsEarly() => new("a page ends within a value");
}
