using System.Buffers.Binary;

namespace Cloze.Data;

/// <summary>
/// The first 128 bytes of a token store. Behind them lie the ids of all sequences end to end (little-endian, 2 or 4
/// bytes each), padding to a multiple of 8, and the S + 1 places (int64, in tokens) where the sequences begin.
/// </summary>
internal sealed record TokenStoreHeader
{
    public const int Size = 128;
    private const uint Version = 1;
    private const int HashSize = 32;

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
        destination[..Size].Clear();
        Magic.CopyTo(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], IdBytes);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], SequenceCount);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], TokenCount);
        BinaryPrimitives.WriteInt32LittleEndian(destination[32..], VocabularySize);
        BinaryPrimitives.WriteInt32LittleEndian(destination[36..], SequenceLength);
        VocabularyHash.CopyTo(destination[40..]);
        ContentHash.CopyTo(destination[(40 + HashSize)..]);
    }

    /// <summary>Reads a header and checks that a file of this length can hold what it promises.</summary>
    /// <exception cref="ClozeException">It is no token store, or one of another version, or damaged.</exception>
    public static TokenStoreHeader Read(ReadOnlySpan<byte> source, long fileSize, string name)
    {
        bool isStore = source.Length >= Size && source.StartsWith(Magic);
        if (!isStore) throw Damaged(name, "it does not begin as a token store");
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]);
        if (version != Version) throw Damaged(name, $"it has version {version}, expected {Version}");
        int idBytes = BinaryPrimitives.ReadInt32LittleEndian(source[12..]);
        if (idBytes is not (2 or 4)) throw Damaged(name, $"it has {idBytes} bytes an id, expected 2 or 4");
        long sequences = BinaryPrimitives.ReadInt64LittleEndian(source[16..]);
        long tokens = BinaryPrimitives.ReadInt64LittleEndian(source[24..]);
        int vocabulary = BinaryPrimitives.ReadInt32LittleEndian(source[32..]);
        int length = BinaryPrimitives.ReadInt32LittleEndian(source[36..]);
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
            VocabularyHash = source.Slice(40, HashSize).ToArray(),
            ContentHash = source.Slice(40 + HashSize, HashSize).ToArray(),
        };
        if (header.FileSize == fileSize) return header;
        throw Damaged(name, $"it has {fileSize} bytes, its header promises {header.FileSize}");
    }

    public static ClozeException Damaged(string name, string what) =>
        new($"{name} is not a token store that can be read: {what}.", "Delete it; it is built again from the corpus.");
}
