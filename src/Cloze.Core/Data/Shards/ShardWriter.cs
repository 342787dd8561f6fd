using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cloze.Masking;

namespace Cloze.Data;

/// <summary>
/// Writes a shard: ids as they come, at the end the tables behind them and the header in front. It lies beside its
/// place until it is finished.
/// </summary>
internal sealed class ShardWriter : IDisposable
{
    /// <summary>The most documents; their table is kept in memory.</summary>
    public const int MostDocuments = 1 << 20;

    /// <summary>The most sentences; their table is kept in memory.</summary>
    public const int MostSentences = 1 << 21;

    private readonly string _path;
    private readonly PieceTable _pieces;
    private readonly int _sentenceRule;
    private readonly PartialFile _file;
    private readonly List<uint> _checksums = [];
    private readonly List<uint> _documents = [0, 0];
    private readonly List<uint> _sentences = [0];
    private uint _checksum;
    private int _pageBytes;
    private long _tokens;

    /// <summary>Begins a shard.</summary>
    /// <param name="path">Where it is put when it is finished.</param>
    /// <param name="pieces">The vocabulary of the ids.</param>
    /// <param name="sentenceRule">The version of the rule that sentences are split by; 0 for none.</param>
    /// <exception cref="ClozeException">The file cannot be written.</exception>
    public ShardWriter(string path, PieceTable pieces, int sentenceRule)
    {
        _path = path;
        _pieces = pieces;
        _sentenceRule = sentenceRule;
        IdBytes = IdWidth.For(pieces.Count);
        _file = new PartialFile(path);
        _file.Write(new byte[ShardHeader.Size]);
    }

    /// <summary>Bytes an id takes.</summary>
    public int IdBytes { get; }

    /// <summary>Documents so far.</summary>
    public int Documents => (_documents.Count / 2) - 1;

    /// <summary>Whether no more should be added.</summary>
    /// <param name="tokens">The most tokens.</param>
    public bool IsFull(long tokens) =>
        _tokens >= tokens || Documents >= MostDocuments || _sentences.Count > MostSentences;

    /// <summary>Appends a document.</summary>
    /// <param name="ids">Its ids as they are stored, little-endian, <see cref="IdBytes"/> each.</param>
    /// <param name="sentences">Tokens of each of its sentences, all positive; together all of them.</param>
    /// <exception cref="ClozeException">The disk is full or the file cannot be written.</exception>
    public void Add(ReadOnlySpan<byte> ids, ReadOnlySpan<int> sentences)
    {
        foreach (int tokens in sentences)
        {
            _tokens += tokens;
            _sentences.Add((uint)_tokens);
        }

        _documents.Add((uint)_tokens);
        _documents.Add((uint)(_sentences.Count - 1));
        Checksum(ids);
        _file.Write(ids);
    }

    /// <summary>Writes what is left, puts the file in its place and describes it.</summary>
    /// <exception cref="ClozeException">The disk is full or the file cannot be written.</exception>
    public StoreFile Finish()
    {
        if (_pageBytes > 0) _checksums.Add(_checksum);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ShardHeader header = Header(new byte[ShardHeader.HashSize]);
        byte[] bytes = new byte[ShardHeader.Size];
        header.Write(bytes);
        hash.AppendData(bytes);
        Pad(null);
        Table(_checksums, hash);
        Pad(hash);
        Table(_documents, hash);
        Table(_sentences, hash);
        Pad(hash);
        header = Header(hash.GetHashAndReset());
        header.Write(bytes);
        _file.Finish(bytes);
        return StoreFile.Of(_path, header);
    }

    /// <summary>Closes the file, and removes it where it was not finished.</summary>
    public void Dispose() => _file.Dispose();

    private ShardHeader Header(byte[] contentHash) => new()
    {
        IdBytes = IdBytes,
        Documents = Documents,
        Sentences = _sentences.Count - 1,
        Tokens = _tokens,
        VocabularySize = _pieces.Count,
        SentenceRule = _sentenceRule,
        VocabularyHash = Convert.FromHexString(_pieces.Hash),
        ContentHash = contentHash,
    };

    private void Checksum(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, PageChecksum.PageBytes - _pageBytes);
            _checksum = PageChecksum.Append(_checksum, bytes[..count]);
            _pageBytes += count;
            bytes = bytes[count..];
            if (_pageBytes < PageChecksum.PageBytes) continue;
            _checksums.Add(_checksum);
            (_checksum, _pageBytes) = (0, 0);
        }
    }

    private void Table(List<uint> table, IncrementalHash hash)
    {
        Span<uint> values = CollectionsMarshal.AsSpan(table);
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(values, values);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        hash.AppendData(bytes);
        _file.Write(bytes);
    }

    private void Pad(IncrementalHash? hash)
    {
        byte[] zeros = new byte[ShardHeader.Align(_file.Length) - _file.Length];
        hash?.AppendData(zeros);
        _file.Write(zeros);
    }
}
