namespace Cloze.Corpora;

/// <summary>How pages are packed: <c>CompressionCodec</c> of Parquet's definition.</summary>
internal enum PageCodec
{
    None = 0,
    Snappy = 1,
    Gzip = 2,
    Lzo = 3,
    Brotli = 4,
    FramedLz4 = 5,
    Zstandard = 6,
    Lz4 = 7,
}
