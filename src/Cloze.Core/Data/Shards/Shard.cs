using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Data;

/// <summary>
/// A file of documents as ids. Its tables are checked when it is opened, its ids page by page when they are read.
/// Nothing of it is kept in memory but what it is: every part is read from the file, which the system keeps at hand.
/// Thread-safe; reading allocates nothing.
/// </summary>
internal sealed class Shard : IDisposable
{
    private const int EntryBytes = sizeof(uint);
    private readonly string _path;
    private readonly SafeFileHandle _file;

    private Shard(string path, SafeFileHandle file)
    {
        _path = path;
        _file = file;
        Header = ReadHeader(path, file);
    }

    /// <summary>What the shard is.</summary>
    public ShardHeader Header { get; }

    /// <summary>Opens a shard and checks its header and tables.</summary>
    /// <exception cref="ClozeException">The file is missing, cannot be read or is damaged.</exception>
    public static Shard Open(string path)
    {
        SafeFileHandle file = NamedFile.Open(path);
        try
        {
            var shard = new Shard(path, file);
            new ShardTables(path, file, shard.Header).Require();
            return shard;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads what a shard is, and checks that it has the length that its header promises.</summary>
    /// <exception cref="ClozeException">The file is missing, cannot be read or is damaged.</exception>
    public static ShardHeader ReadHeader(string path)
    {
        using SafeFileHandle file = NamedFile.Open(path);
        return ReadHeader(path, file);
    }

    /// <summary>The place of a document's first token; of the number behind the last document the end.</summary>
    /// <exception cref="ClozeException">The file cannot be read any more.</exception>
    public uint DocumentStart(long document) => Entry(Header.DocumentsOffset + (document * 2 * EntryBytes));

    /// <summary>The number of a document's first sentence; of the number behind the last document the end.</summary>
    /// <exception cref="ClozeException">The file cannot be read any more.</exception>
    public uint FirstSentence(long document) =>
        Entry(Header.DocumentsOffset + (document * 2 * EntryBytes) + EntryBytes);

    /// <summary>The place of a sentence's first token; of the number behind the last sentence the end.</summary>
    /// <exception cref="ClozeException">The file cannot be read any more.</exception>
    public uint SentenceStart(long sentence) => Entry(Header.SentencesOffset + (sentence * EntryBytes));

    /// <summary>Copies a part of the table of documents.</summary>
    /// <param name="document">The first one.</param>
    /// <param name="entries">
    /// Receives of each the place of its first token and the number of its first sentence; behind the last document the
    /// ends of both.
    /// </param>
    /// <exception cref="ClozeException">The file cannot be read any more.</exception>
    public void ReadDocuments(long document, Span<uint> entries) =>
        ReadEntries(Header.DocumentsOffset + (document * 2 * EntryBytes), entries);

    /// <summary>Copies a part of the table of sentences.</summary>
    /// <param name="sentence">The first one.</param>
    /// <param name="starts">Receives the place of the first token of each; behind the last sentence the end.</param>
    /// <exception cref="ClozeException">The file cannot be read any more.</exception>
    public void ReadSentences(long sentence, Span<uint> starts) =>
        ReadEntries(Header.SentencesOffset + (sentence * EntryBytes), starts);

    /// <summary>The table of documents from front to back, as <see cref="ReadDocuments"/> gives it.</summary>
    public TableCursor OpenDocuments() => new(_path, _file, Header.DocumentsOffset, Header.SentencesOffset);

    /// <summary>Copies ids.</summary>
    /// <param name="start">Place of the first.</param>
    /// <param name="destination">Receives them.</param>
    /// <exception cref="ClozeException">
    /// A page has not its checksum, an id is outside the vocabulary, or the file cannot be read any more.
    /// </exception>
    public void Read(long start, Span<int> destination)
    {
        long first = start * Header.IdBytes, end = first + ((long)destination.Length * Header.IdBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, Header.IdsSize, nameof(destination));
        Span<byte> page = stackalloc byte[PageChecksum.PageBytes];
        for (long place = first - (first % PageChecksum.PageBytes); place < end; place += PageChecksum.PageBytes)
        {
            Span<byte> bytes = page[..(int)Math.Min(PageChecksum.PageBytes, Header.IdsSize - place)];
            ReadPage(place, bytes);
            int from = (int)Math.Max(first - place, 0), to = (int)Math.Min(end - place, bytes.Length);
            int count = (to - from) / Header.IdBytes;
            ReadIds(bytes[from..to], destination[..count]);
            destination = destination[count..];
        }
    }

    /// <summary>Reads all ids and checks them.</summary>
    /// <exception cref="ClozeException">A page has not its checksum, or an id is outside the vocabulary.</exception>
    public void RequireIds(CancellationToken cancellation)
    {
        int[] ids = new int[1 << 16];
        for (long place = 0; place < Header.Tokens; place += ids.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            Read(place, ids.AsSpan(0, (int)Math.Min(ids.Length, Header.Tokens - place)));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static ShardHeader ReadHeader(string path, SafeFileHandle file)
    {
        long length = RandomAccess.GetLength(file);
        Span<byte> header = stackalloc byte[(int)Math.Min(length, ShardHeader.Size)];
        UntrustedFile.ReadFully(path, file, 0, header);
        return ShardHeader.Read(header, length, path);
    }

    private uint Entry(long offset)
    {
        Span<uint> entry = stackalloc uint[1];
        ReadEntries(offset, entry);
        return entry[0];
    }

    private void ReadEntries(long offset, Span<uint> entries)
    {
        UntrustedFile.ReadFully(_path, _file, offset, MemoryMarshal.AsBytes(entries));
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(entries, entries);
    }

    private void ReadPage(long place, Span<byte> bytes)
    {
        UntrustedFile.ReadFully(_path, _file, ShardHeader.Size + place, bytes);
        uint expected = Entry(Header.ChecksumsOffset + (place / PageChecksum.PageBytes * EntryBytes));
        if (PageChecksum.Append(0, bytes) == expected) return;
        throw ShardHeader.Damaged(_path, $"its ids {place / Header.IdBytes} and on do not have their checksum");
    }

    private void ReadIds(ReadOnlySpan<byte> bytes, Span<int> destination)
    {
        if (IdWidth.Read(bytes, Header.IdBytes, destination, Header.VocabularySize) is not { } foreign) return;
        throw ShardHeader.Damaged(_path, $"it has the id {foreign} of {Header.VocabularySize} pieces");
    }
}
