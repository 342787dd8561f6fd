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

    private const int ContentHashAt = 88;
    private const int Unused = 4;

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
        var writer = new HeaderWriter(destination[..Size], Magic, Version);
        writer.Int32(IdBytes);
        writer.Int64(Documents);
        writer.Int64(Sentences);
        writer.Int64(Tokens);
        writer.Int32(VocabularySize);
        writer.Int32(SentenceRule);
        writer.Int32(PageChecksum.PageBytes);
        writer.Skip(Unused);
        writer.Hash(VocabularyHash);
        writer.Hash(ContentHash);
    }

    /// <summary>Reads a header and checks that a file of this length can hold what it promises.</summary>
    /// <exception cref="ClozeException">It is no shard, or one of another version, or damaged.</exception>
    public static ShardHeader Read(ReadOnlySpan<byte> source, long fileSize, string name)
    {
        var reader = new HeaderReader(source, Size, Magic, Version, "a shard", what => Damaged(name, what));
        int idBytes = reader.Int32();
        (long documents, long sentences, long tokens) = (reader.Int64(), reader.Int64(), reader.Int64());
        (int vocabulary, int rule, int pageBytes) = (reader.Int32(), reader.Int32(), reader.Int32());
        reader.Skip(Unused);
        var header = new ShardHeader
        {
            IdBytes = idBytes,
            Documents = documents,
            Sentences = sentences,
            Tokens = tokens,
            VocabularySize = vocabulary,
            SentenceRule = rule,
            VocabularyHash = reader.Hash(),
            ContentHash = reader.Hash(),
        };
        header.Check(pageBytes, fileSize, name);
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
