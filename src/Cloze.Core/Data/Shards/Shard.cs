using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cloze.Files;

namespace Cloze.Data;

/// <summary>
/// A file of documents as ids, memory-mapped. Its tables are checked when it is opened, its ids page by page when they
/// are read. Thread-safe; reading allocates nothing.
/// </summary>
internal sealed class Shard : IDisposable
{
    private const int Step = 1 << 24;
    private readonly string _path;
    private readonly MappedFile _file;

    private Shard(string path, MappedFile file)
    {
        _path = path;
        _file = file;
        int headerSize = (int)Math.Min(file.Length, ShardHeader.Size);
        Header = ShardHeader.Read(file.Span(0, headerSize), file.Length, path);
    }

    /// <summary>What the shard is.</summary>
    public ShardHeader Header { get; }

    /// <summary>Opens a shard and checks its header and tables.</summary>
    /// <exception cref="ClozeException">The file is missing, cannot be read or is damaged.</exception>
    public static Shard Open(string path)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            var shard = new Shard(path, file);
            shard.RequireTables();
            shard.Release();
            return shard;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The place of a document's first token; of the number behind the last document the end.</summary>
    public uint DocumentStart(long document) => Entry(Header.DocumentsOffset + (document * 2 * sizeof(uint)));

    /// <summary>The number of a document's first sentence; of the number behind the last document the end.</summary>
    public uint FirstSentence(long document) =>
        Entry(Header.DocumentsOffset + (document * 2 * sizeof(uint)) + sizeof(uint));

    /// <summary>The place of a sentence's first token; of the number behind the last sentence the end.</summary>
    public uint SentenceStart(long sentence) => Entry(Header.SentencesOffset + (sentence * sizeof(uint)));

    /// <summary>Copies ids.</summary>
    /// <param name="start">Place of the first.</param>
    /// <param name="destination">Receives them.</param>
    /// <exception cref="ClozeException">A page has not its checksum, or an id is outside the vocabulary.</exception>
    public void Read(long start, Span<int> destination)
    {
        if (destination.IsEmpty) return;
        long first = start * Header.IdBytes;
        int length = destination.Length * Header.IdBytes;
        RequirePages(first, first + length);
        ReadOnlySpan<byte> bytes = _file.Span(ShardHeader.Size + first, length);
        if (Header.IdBytes == sizeof(ushort)) Widen(MemoryMarshal.Cast<byte, ushort>(bytes), destination);
        else MemoryMarshal.Cast<byte, int>(bytes).CopyTo(destination);
        foreach (int id in destination)
        {
            if ((uint)id < (uint)Header.VocabularySize) continue;
            throw ShardHeader.Damaged(_path, $"it has the id {id} of {Header.VocabularySize} pieces");
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
            if (place % Step == 0) Release();
        }

        Release();
    }

    /// <summary>Gives the memory of the pages read back to the system.</summary>
    public void Release() => _file.Release();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private uint Entry(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(_file.Span(offset, sizeof(uint)));

    private void RequirePages(long first, long end)
    {
        for (long page = first / PageChecksum.PageBytes; page * PageChecksum.PageBytes < end; page++)
        {
            long start = page * PageChecksum.PageBytes;
            int length = (int)Math.Min(PageChecksum.PageBytes, Header.IdsSize - start);
            uint found = PageChecksum.Append(0, _file.Span(ShardHeader.Size + start, length));
            if (found == Entry(Header.ChecksumsOffset + (page * sizeof(uint)))) continue;
            throw ShardHeader.Damaged(_path, $"its ids {start / Header.IdBytes} and on do not have their checksum");
        }
    }

    private void RequireTables()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(ShardHeader.WithoutHash(_file.Span(0, ShardHeader.Size)));
        for (long offset = Header.ChecksumsOffset; offset < _file.Length; offset += Step)
        {
            hash.AppendData(_file.Span(offset, (int)Math.Min(Step, _file.Length - offset)));
        }

        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(Header.ContentHash))
        {
            throw ShardHeader.Damaged(_path, "its tables do not have the hash in its header");
        }

        RequireRising();
    }

    /// <summary>A file whose hash is right may still be made by somebody who means ill.</summary>
    private void RequireRising()
    {
        bool endsFit = DocumentStart(0) == 0 && FirstSentence(0) == 0 && SentenceStart(0) == 0
            && DocumentStart(Header.Documents) == Header.Tokens
            && FirstSentence(Header.Documents) == Header.Sentences
            && SentenceStart(Header.Sentences) == Header.Tokens;
        if (!endsFit) throw ShardHeader.Damaged(_path, "the ends of its documents or sentences are elsewhere");
        for (long sentence = 0; sentence < Header.Sentences; sentence++)
        {
            if (SentenceStart(sentence) < SentenceStart(sentence + 1)) continue;
            throw ShardHeader.Damaged(_path, $"its sentence {sentence} is empty");
        }

        for (long document = 0; document < Header.Documents; document++)
        {
            bool isSound = FirstSentence(document) < FirstSentence(document + 1)
                && FirstSentence(document) < Header.Sentences
                && DocumentStart(document) == SentenceStart(FirstSentence(document));
            if (!isSound) throw ShardHeader.Damaged(_path, $"its document {document} does not begin with a sentence");
        }
    }

    private static void Widen(ReadOnlySpan<ushort> source, Span<int> destination)
    {
        for (int i = 0; i < source.Length; i++) destination[i] = source[i];
    }
}
