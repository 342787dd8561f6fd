using System.Buffers.Binary;
using System.Numerics;

namespace Cloze.Corpora;

/// <summary>
/// Reads the texts of one chunk of a column page by page; no more than a page and the dictionary is held. Nulls are
/// passed over.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="column">The column.</param>
/// <param name="chunk">The chunk.</param>
/// <param name="texts">Makes the texts.</param>
internal sealed class ColumnReader(TableFile file, LeafColumn column, ColumnChunk chunk, TextDecoder texts)
{
    /// <summary>The longest page, unpacked; writers aim at a megabyte.</summary>
    public const int LongestPage = 1 << 26;

    private const int LongestHeader = 1 << 16;
    private readonly PageValues _values = new(texts);
    private byte[] _packed = [];
    private byte[] _page = [];
    private string[]? _dictionary;
    private long _offset = chunk.Offset;
    private long _valuesLeft = chunk.ValueCount;

    /// <summary>The texts of the next page; null behind the last.</summary>
    /// <exception cref="ParquetFaultException">The chunk is damaged.</exception>
    /// <exception cref="InvalidTextException">A text is no UTF-8.</exception>
    public string[]? ReadPage()
    {
        while (_valuesLeft > 0)
        {
            PageHeader header = ReadHeader();
            long next = _offset + header.HeaderLength + header.PackedLength;
            _offset += header.HeaderLength;
            string[]? page = header.Kind switch
            {
                PageKind.Data => ReadData(header),
                PageKind.DataOfSecondVersion => ReadSecondVersion(header),
                PageKind.Dictionary => ReadDictionary(header),
                _ => null,
            };
            _offset = next;
            if (page is not null) return page;
        }

        return null;
    }

    private PageHeader ReadHeader()
    {
        long end = chunk.Length > 0 ? chunk.Offset + chunk.Length : file.Length;
        long left = Math.Min(end, file.Length) - _offset;
        if (left <= 0) throw new ParquetFaultException($"{_valuesLeft} values of a column are missing");
        var header = PageHeader.Read(file.Read(_offset, (int)Math.Min(left, LongestHeader)));
        bool fits = header.PackedLength >= 0 && header.PackedLength <= left - header.HeaderLength;
        if (!fits) throw new ParquetFaultException($"a page has {header.PackedLength} bytes where {left} are left");
        if (header.UnpackedLength is >= 0 and <= LongestPage) return header;
        throw new ParquetFaultException(
            $"a page has {header.UnpackedLength} bytes unpacked, expected at most {LongestPage}");
    }

    private string[]? ReadDictionary(PageHeader header)
    {
        if (_dictionary is not null) throw new ParquetFaultException("a column has two dictionaries");
        if (header.Encoding is not (PageEncoding.Plain or PageEncoding.PlainDictionary)) throw Unknown(header.Encoding);
        if (header.ValueCount < 0) throw new ParquetFaultException($"a dictionary has {header.ValueCount} words");
        _dictionary = _values.ReadPlain(Unpack(header, 0, isPacked: true), header.ValueCount);
        return null;
    }

    private string[] ReadData(PageHeader header)
    {
        TakeValues(header);
        ReadOnlySpan<byte> page = Unpack(header, 0, isPacked: true);
        int count = header.ValueCount;
        if (column.MaximumDefinition > 0)
        {
            if (header.LevelEncoding != PageEncoding.Runs) throw Unknown(header.LevelEncoding);
            if (page.Length < sizeof(int)) throw new ParquetFaultException("a page ends within its levels");
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(page);
            page = page[sizeof(int)..];
            if (length > page.Length) throw new ParquetFaultException($"a page has {length} bytes of levels");
            count = CountDefined(page[..(int)length], header.ValueCount);
            page = page[(int)length..];
        }

        return ReadValues(header.Encoding, page, count);
    }

    // Its levels stand before the values, and are never packed.
    private string[] ReadSecondVersion(PageHeader header)
    {
        TakeValues(header);
        int levels = header.DefinitionLength;
        bool isSound = header.RepetitionLength == 0 && levels >= 0
            && levels <= Math.Min(header.PackedLength, header.UnpackedLength);
        if (!isSound) throw new ParquetFaultException($"a page has {levels} bytes of levels");
        int count = column.MaximumDefinition == 0
            ? header.ValueCount
            : CountDefined(file.Read(_offset, levels), header.ValueCount);
        return ReadValues(header.Encoding, Unpack(header, levels, header.IsPacked), count);
    }

    private void TakeValues(PageHeader header)
    {
        if (header.ValueCount < 0 || header.ValueCount > _valuesLeft)
        {
            throw new ParquetFaultException($"a page has {header.ValueCount} values where {_valuesLeft} are left");
        }

        _valuesLeft -= header.ValueCount;
    }

    private ReadOnlySpan<byte> Unpack(PageHeader header, int levels, bool isPacked)
    {
        int packed = header.PackedLength - levels, unpacked = header.UnpackedLength - levels;
        if (_packed.Length < packed) _packed = new byte[packed];
        if (_page.Length < unpacked) _page = new byte[unpacked];
        file.Fill(_offset + levels, _packed.AsSpan(0, packed));
        Span<byte> page = _page.AsSpan(0, unpacked);

        // Where every value is a null there is nothing to unpack.
        if (packed > 0 || unpacked > 0)
        {
            PageUnpacker.Unpack(isPacked ? chunk.Codec : PageCodec.None, _packed.AsMemory(0, packed), page);
        }

        return page;
    }

    private int CountDefined(ReadOnlySpan<byte> levels, int values)
    {
        int defined = 0;
        var runs = new HybridRuns(levels, BitOperations.Log2((uint)column.MaximumDefinition) + 1);
        for (int next = 0; next < values;)
        {
            uint level = runs.Next(out int run);
            run = Math.Min(run, values - next);
            if (level == column.MaximumDefinition) defined += run;
            next += run;
        }

        return defined;
    }

    private string[] ReadValues(PageEncoding encoding, ReadOnlySpan<byte> page, int count)
    {
        if (count > PageValues.Most) throw new ParquetFaultException($"a page has {count} texts");
        return encoding switch
        {
            PageEncoding.Plain => _values.ReadPlain(page, count),
            PageEncoding.Dictionary or PageEncoding.PlainDictionary => PageValues.ReadIndexed(
                page, count, _dictionary ?? throw new ParquetFaultException("a column lacks its dictionary")),
            PageEncoding.DeltaLength => _values.ReadDeltaLengths(page, count),
            PageEncoding.DeltaStrings => _values.ReadDeltaStrings(page, count),
            _ => throw Unknown(encoding),
        };
    }

    private static ParquetFaultException Unknown(PageEncoding encoding) =>
        new($"a page is written in the encoding {(int)encoding}, which texts do not have");
}
