using System.IO.Compression;
using System.Text;

namespace Cloze.Fuzz;

/// <summary>Writes Parquet files of one column "text", sound ones or, by <see cref="Change"/>, others.</summary>
internal sealed record ParquetSample
{
    /// <summary>The rows; a null is a row without a text.</summary>
    public IReadOnlyList<string?> Texts { get; init; } = [];

    /// <summary>How pages are packed: 0 not, 1 snappy, 2 gzip, 4 brotli, 6 zstd, 7 LZ4.</summary>
    public int Codec { get; init; }

    /// <summary>Whether texts stand once in a dictionary.</summary>
    public bool HasDictionary { get; init; }

    /// <summary>Whether pages are of the second version.</summary>
    public bool IsSecondVersion { get; init; }

    /// <summary>Whether rows may lack a text.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Changes what is in a page before it is packed.</summary>
    public Func<byte[], byte[]> Change { get; init; } = page => page;

    private string[] Defined => [.. Texts.OfType<string>()];

    private string[] Words => [.. Defined.Distinct()];

    /// <summary>The bytes of the file.</summary>
    public byte[] Build()
    {
        byte[] dictionary = HasDictionary ? DictionaryPage() : [];
        byte[] data = IsSecondVersion ? SecondVersionPage() : DataPage();
        byte[] footer = Footer(dictionary.Length, data.Length);
        return [.. "PAR1"u8, .. dictionary, .. data, .. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8];
    }

    /// <summary>Texts as they stand in a page, each behind its length.</summary>
    public static byte[] Plain(IEnumerable<string> texts) =>
    [
        .. texts.Select(Encoding.UTF8.GetBytes)
            .SelectMany(text => (byte[])[.. BitConverter.GetBytes(text.Length), .. text]),
    ];

    private byte[] Footer(int dictionary, int data)
    {
        var thrift = new ThriftWriter();
        thrift.Number(1, 1);
        thrift.Structs(2, 2);
        thrift.Begin();
        thrift.Text(4, "schema");
        thrift.Number(5, 1);
        thrift.End();
        thrift.Begin();
        thrift.Number(1, 6);
        thrift.Number(3, IsOptional ? 1 : 0);
        thrift.Text(4, "text");
        thrift.Number(6, 0);
        thrift.End();
        thrift.Number(3, Texts.Count, 6);
        thrift.Structs(4, 1);
        thrift.Begin();
        thrift.Structs(1, 1);
        thrift.Begin();
        thrift.Number(2, 4, 6);
        Column(thrift, dictionary, data);
        thrift.End();
        thrift.Number(2, dictionary + data, 6);
        thrift.Number(3, Texts.Count, 6);
        thrift.End();
        return thrift.ToArray();
    }

    private void Column(ThriftWriter thrift, int dictionary, int data)
    {
        thrift.Begin(3);
        thrift.Number(1, 6);
        thrift.List(2, 5, 0);
        thrift.Texts(3, "text");
        thrift.Number(4, Codec);
        thrift.Number(5, Texts.Count, 6);
        thrift.Number(6, dictionary + data, 6);
        thrift.Number(7, dictionary + data, 6);
        thrift.Number(9, 4 + dictionary, 6);
        if (dictionary > 0) thrift.Number(11, 4, 6);
        thrift.End();
    }

    private byte[] DictionaryPage()
    {
        byte[] page = Change(Plain(Words)), packed = Pack(page);
        var thrift = new ThriftWriter();
        Sizes(thrift, kind: 2, page.Length, packed.Length);
        thrift.Begin(7);
        thrift.Number(1, Words.Length);
        thrift.Number(2, 0);
        thrift.End();
        return [.. thrift.ToArray(), .. packed];
    }

    private byte[] DataPage()
    {
        byte[] levels = IsOptional ? Levels() : [];
        byte[] head = IsOptional ? BitConverter.GetBytes(levels.Length) : [];
        byte[] page = Change([.. head, .. levels, .. Values()]), packed = Pack(page);
        var thrift = new ThriftWriter();
        Sizes(thrift, kind: 0, page.Length, packed.Length);
        thrift.Begin(5);
        thrift.Number(1, Texts.Count);
        thrift.Number(2, HasDictionary ? 8 : 0);
        thrift.Number(3, 3);
        thrift.Number(4, 3);
        thrift.End();
        return [.. thrift.ToArray(), .. packed];
    }

    private byte[] SecondVersionPage()
    {
        byte[] levels = IsOptional ? Levels() : [];
        byte[] values = Change(Values()), packed = Pack(values);
        var thrift = new ThriftWriter();
        Sizes(thrift, kind: 3, levels.Length + values.Length, levels.Length + packed.Length);
        thrift.Begin(8);
        thrift.Number(1, Texts.Count);
        thrift.Number(2, Texts.Count - Defined.Length);
        thrift.Number(3, Texts.Count);
        thrift.Number(4, HasDictionary ? 8 : 0);
        thrift.Number(5, levels.Length);
        thrift.Number(6, 0);
        thrift.End();
        return [.. thrift.ToArray(), .. levels, .. packed];
    }

    private static void Sizes(ThriftWriter thrift, int kind, int unpacked, int packed)
    {
        thrift.Number(1, kind);
        thrift.Number(2, unpacked);
        thrift.Number(3, packed);
    }

    // Runs of length one: a head of 1 << 1 and the number.
    private byte[] Levels() => [.. Texts.SelectMany(text => (byte[])[2, (byte)(text is null ? 0 : 1)])];

    private byte[] Values()
    {
        string[] words = Words;
        return HasDictionary
            ? [8, .. Defined.SelectMany(text => (byte[])[2, (byte)Array.IndexOf(words, text)])]
            : Plain(Defined);
    }

    private byte[] Pack(byte[] page) => Codec switch
    {
        1 => LiteralSnappy(page),
        2 => Through(page, stream => new GZipStream(stream, CompressionLevel.Fastest)),
        4 => Through(page, stream => new BrotliStream(stream, CompressionLevel.Fastest)),
        6 => Through(page, stream => new ZstdSharp.CompressionStream(stream, leaveOpen: true)),
        7 => LiteralLz4(page),
        _ => page,
    };

    private static byte[] LiteralSnappy(byte[] page) =>
    [
        .. Varint(page.Length),
        .. page.Chunk(60).SelectMany(part => (byte[])[(byte)((part.Length - 1) << 2), .. part]),
    ];

    // One turn of literals: lengths from 15 on go on in bytes of up to 255.
    private static byte[] LiteralLz4(byte[] page)
    {
        if (page.Length < 15) return [(byte)(page.Length << 4), .. page];
        int more = page.Length - 15;
        return [0xF0, .. Enumerable.Repeat((byte)255, more / 255), (byte)(more % 255), .. page];
    }

    private static byte[] Varint(int value) =>
        value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Varint(value >> 7)];

    private static byte[] Through(byte[] page, Func<Stream, Stream> open)
    {
        var packed = new MemoryStream();
        using (Stream stream = open(packed)) stream.Write(page);
        return packed.ToArray();
    }
}
