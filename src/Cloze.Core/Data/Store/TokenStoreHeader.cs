namespace Cloze.Data;

/// <summary>
/// The first 128 bytes of a token store. Behind them lie the ids of all sequences end to end (little-endian, 2 or 4
/// bytes each), padding to a multiple of 8, and the S + 1 places (int64, in tokens) where the sequences begin.
/// </summary>
internal sealed record TokenStoreHeader
{
    public const int Size = 128;
    private const uint Version = 1;

    public required int IdBytes { get; init; }

    public required long SequenceCount { get; init; }

    public required long TokenCount { get; init; }

    public required int VocabularySize { get; init; }

    public required int SequenceLength { get; init; }

    public required byte[] VocabularyHash { get; init; }

    public required byte[] ContentHash { get; init; }

    private static ReadOnlySpan<byte> Magic => "ClozeTok"u8;

    /// <summary>Where the places of the sequences begin in the file, in bytes.</summary>
    public long PlacesOffset => (Size + (TokenCount * IdBytes) + 7) / 8 * 8;

    /// <summary>Size of the whole file, in bytes.</summary>
    public long FileSize => PlacesOffset + ((SequenceCount + 1) * sizeof(long));

    public void Write(Span<byte> destination)
    {
        var writer = new HeaderWriter(destination[..Size], Magic, Version);
        writer.Int32(IdBytes);
        writer.Int64(SequenceCount);
        writer.Int64(TokenCount);
        writer.Int32(VocabularySize);
        writer.Int32(SequenceLength);
        writer.Hash(VocabularyHash);
        writer.Hash(ContentHash);
    }

    /// <summary>Reads a header and checks that a file of this length can hold what it promises.</summary>
    /// <exception cref="ClozeException">It is no token store, or one of another version, or damaged.</exception>
    public static TokenStoreHeader Read(ReadOnlySpan<byte> source, long fileSize, string name)
    {
        var reader = new HeaderReader(source, Size, Magic, Version, "a token store", what => Damaged(name, what));
        int idBytes = reader.Int32();
        if (idBytes is not (2 or 4)) throw Damaged(name, $"it has {idBytes} bytes an id, expected 2 or 4");
        (long sequences, long tokens) = (reader.Int64(), reader.Int64());
        (int vocabulary, int length) = (reader.Int32(), reader.Int32());
        if (sequences is < 0 or >= ISequenceSource.MostSequences || tokens < sequences || tokens > fileSize
            || vocabulary <= 0 || length is < 3 or > ushort.MaxValue)
        {
            throw Damaged(
                name, $"{sequences} sequences, {tokens} tokens, {vocabulary} pieces and length {length} cannot be");
        }

        var header = new TokenStoreHeader
        {
            IdBytes = idBytes,
            SequenceCount = sequences,
            TokenCount = tokens,
            VocabularySize = vocabulary,
            SequenceLength = length,
            VocabularyHash = reader.Hash(),
            ContentHash = reader.Hash(),
        };
        if (header.FileSize == fileSize) return header;
        throw Damaged(name, $"it has {fileSize} bytes, its header promises {header.FileSize}");
    }

    public static ClozeException Damaged(string name, string what) =>
        new($"{name} is not a token store that can be read: {what}.", "Delete it; it is built again from the corpus.");
}
