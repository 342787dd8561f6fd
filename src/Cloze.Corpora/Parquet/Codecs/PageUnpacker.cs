using System.IO.Compression;
using ZstdSharp;

namespace Cloze.Corpora;

/// <summary>Unpacks a page; what comes out must be exactly as long as its head says.</summary>
internal static class PageUnpacker
{
    /// <summary>Unpacks a page.</summary>
    /// <param name="codec">How it is packed.</param>
    /// <param name="packed">The packed bytes.</param>
    /// <param name="page">Receives the unpacked ones, all of it.</param>
    /// <exception cref="ParquetFaultException">The bytes are damaged, or packed in a way that is not read.</exception>
    public static void Unpack(PageCodec codec, ReadOnlyMemory<byte> packed, Span<byte> page)
    {
        int count = codec switch
        {
            PageCodec.None => Copy(packed.Span, page),
            PageCodec.Snappy => SnappyBlock.Unpack(packed.Span, page),
            PageCodec.Gzip => Gunzip(packed, page),
            PageCodec.Brotli => BrotliDecoder.TryDecompress(packed.Span, page, out int written) ? written : -1,
            PageCodec.Zstandard => UnpackZstandard(packed.Span, page),
            PageCodec.Lz4 => Lz4Block.Unpack(packed.Span, page),
            _ => throw new ParquetFaultException(
                $"its pages are packed with {Name(codec)}, which is not read; write it with zstd, snappy or gzip"),
        };
        if (count == page.Length) return;
        throw new ParquetFaultException($"a page packed with {Name(codec)} does not unpack to its {page.Length} bytes");
    }

    private static string Name(PageCodec codec) => codec switch
    {
        PageCodec.Snappy => "snappy",
        PageCodec.Gzip => "gzip",
        PageCodec.Lzo => "LZO",
        PageCodec.Brotli => "brotli",
        PageCodec.FramedLz4 => "LZ4 in Hadoop's frames",
        PageCodec.Zstandard => "zstd",
        PageCodec.Lz4 => "LZ4",
        PageCodec.None => "nothing",
        _ => $"the unknown codec {(int)codec}",
    };

    private static int Copy(ReadOnlySpan<byte> packed, Span<byte> page)
    {
        if (packed.Length != page.Length) return -1;
        packed.CopyTo(page);
        return page.Length;
    }

    private static int Gunzip(ReadOnlyMemory<byte> packed, Span<byte> page)
    {
        try
        {
            using var stream = new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            return stream.ReadAtLeast(page, page.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            return -1;
        }
    }

    private static int UnpackZstandard(ReadOnlySpan<byte> packed, Span<byte> page)
    {
        try
        {
            using var unpacker = new Decompressor();
            return unpacker.TryUnwrap(packed, page, out int written) ? written : -1;
        }
        catch (ZstdException)
        {
            return -1;
        }
    }
}
