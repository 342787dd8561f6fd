using System.Buffers.Binary;

namespace Cloze.Data;

/// <summary>
/// The first 256 bytes of a shard. Behind them, each part from a multiple of 8: the ids of all documents end to end
/// (little-endian, 2 or 4 bytes each); a CRC-32C of every 4,096 bytes of them; for each document and for the end the
/// place of its first token and the number of its first sentence (uint32 each); for each sentence and for the end the
/// place of its first token (uint32).
/// </summary>
internal sealed record ShardHeader
{
    /// <summary>Bytes of the header.</summary>
    public const int Size = 256;

    /// <summary>The layout this version writes and reads.</summary>
    public const uint Version = 1;

    /// <summary>The most tokens, documents or sentences of a shard: places are 32-bit within it.</summary>
    public const long Most = int.MaxValue;

    /// <summary>Bytes of a SHA-256.</summary>
    public const int HashSize = 32;

    private const int VocabularyHashAt = 56, ContentHashAt = VocabularyHashAt + HashSize;

    /// <summary>Bytes an id takes: 2 or 4.</summary>
    public required int IdBytes { get; init; }

    /// <summary>Number of documents, none empty.</summary>
    public required long Documents { get; init; }

    /// <summary>Number of sentences, none empty; of documents where they were not split.</summary>
    public required long Sentences { get; init; }

    /// <summary>Number of tokens, without special pieces.</summary>
    public required long Tokens { get; init; }

    /// <summary>V of the vocabulary; every id is below it.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The version of the rule that sentences were split by; 0 where a document is one sentence.</summary>
    public required int SentenceRule { get; init; }

    /// <summary>SHA-256 of the vocabulary.</summary>
    public required byte[] VocabularyHash { get; init; }

    /// <summary>SHA-256 of the header, this field zero, and of all behind the ids: it names the content.</summary>
    public required byte[] ContentHash { get; init; }

    /// <summary>Bytes of all ids.</summary>
    public long IdsSize => Tokens * IdBytes;

    /// <summary>Where the checksums of the pages begin, in bytes.</summary>
    public long ChecksumsOffset => Size + Align(IdsSize);

    /// <summary>Where the documents begin, in bytes.</summary>
    public long DocumentsOffset => ChecksumsOffset + Align(PageChecksum.PagesOf(IdsSize) * sizeof(uint));

    /// <summary>Where the sentences begin, in bytes.</summary>
    public long SentencesOffset => DocumentsOffset + ((Documents + 1) * 2 * sizeof(uint));

    /// <summary>Size of the whole file, in bytes.</summary>
    public long FileSize => SentencesOffset + Align((Sentences + 1) * sizeof(uint));

    private static ReadOnlySpan<byte> Magic => "ClozeShd"u8;

    /// <summary>The next multiple of 8.</summary>
    public static long Align(long bytes) => (bytes + 7) / 8 * 8;

    /// <summary>Writes the header, [<see cref="Size"/>].</summary>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        Magic.CopyTo(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], IdBytes);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], Documents);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], Sentences);
        BinaryPrimitives.WriteInt64LittleEndian(destination[32..], Tokens);
        BinaryPrimitives.WriteInt32LittleEndian(destination[40..], VocabularySize);
        BinaryPrimitives.WriteInt32LittleEndian(destination[44..], SentenceRule);
        BinaryPrimitives.WriteInt32LittleEndian(destination[48..], PageChecksum.PageBytes);
        VocabularyHash.CopyTo(destination[VocabularyHashAt..]);
        ContentHash.CopyTo(destination[ContentHashAt..]);
    }

    /// <summary>Reads a header and checks that a file of this length can hold what it promises.</summary>
    /// <exception cref="ClozeException">It is no shard, or one of another version, or damaged.</exception>
    public static ShardHeader Read(ReadOnlySpan<byte> source, long fileSize, string name)
    {
        bool isShard = source.Length >= Size && source.StartsWith(Magic);
        if (!isShard) throw Damaged(name, "it does not begin as a shard");
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]);
        if (version != Version) throw Damaged(name, $"it has version {version}, expected {Version}");
        var header = new ShardHeader
        {
            IdBytes = BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
            Documents = BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            Sentences = BinaryPrimitives.ReadInt64LittleEndian(source[24..]),
            Tokens = BinaryPrimitives.ReadInt64LittleEndian(source[32..]),
            VocabularySize = BinaryPrimitives.ReadInt32LittleEndian(source[40..]),
            SentenceRule = BinaryPrimitives.ReadInt32LittleEndian(source[44..]),
            VocabularyHash = source.Slice(VocabularyHashAt, HashSize).ToArray(),
            ContentHash = source.Slice(ContentHashAt, HashSize).ToArray(),
        };
        header.Check(BinaryPrimitives.ReadInt32LittleEndian(source[48..]), fileSize, name);
        return header;
    }

    /// <summary>The bytes of a header with zeros in place of <see cref="ContentHash"/>.</summary>
    public static byte[] WithoutHash(ReadOnlySpan<byte> header)
    {
        byte[] bytes = header[..Size].ToArray();
        bytes.AsSpan(ContentHashAt, HashSize).Clear();
        return bytes;
    }

    /// <summary>The error of a shard that cannot be read.</summary>
    public static ClozeException Damaged(string name, string what) => new(
        $"{name} is not a shard of a store that can be read: {what}.",
        "Copy it again from where it was made, or prepare the store anew.");

    private void Check(int pageBytes, long fileSize, string name)
    {
        if (IdBytes is not (2 or 4)) throw Damaged(name, $"it has {IdBytes} bytes an id, expected 2 or 4");
        if (pageBytes != PageChecksum.PageBytes)
        {
            throw Damaged(name, $"it has pages of {pageBytes} bytes, expected {PageChecksum.PageBytes}");
        }

        bool canBe = Documents > 0 && Sentences >= Documents && Tokens >= Sentences && Tokens <= Most
            && VocabularySize > 0 && SentenceRule >= 0;
        if (!canBe)
        {
            throw Damaged(
                name,
                $"{Documents} documents, {Sentences} sentences, {Tokens} tokens, {VocabularySize} pieces and sentence "
                + $"rule {SentenceRule} cannot be");
        }

        if (FileSize != fileSize) throw Damaged(name, $"it has {fileSize} bytes, its header promises {FileSize}");
    }
}
