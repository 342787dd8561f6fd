using System.Security.Cryptography;
using System.Text;
using Cloze.Masking;

namespace Cloze.Data;

/// <summary>
/// A store's documents, each as one sequence: [CLS] before, [SEP] behind every sentence, as <see cref="SentenceStore"/>
/// reads them.
/// </summary>
internal sealed class StoredDocumentRows : ISequenceSource
{
    private const int SentencesAtATime = 64;

    private readonly CorpusStore _store;
    private readonly StoredDocuments _documents;
    private readonly PieceTable _pieces;
    private readonly long[] _firsts;

    /// <summary>Reads a half of a store, which is closed with this object.</summary>
    /// <exception cref="ClozeException">The store has another vocabulary, or nothing in this half.</exception>
    public StoredDocumentRows(CorpusStore store, StoreHalf half, PieceTable pieces)
    {
        store.RequireVocabulary(pieces);
        _store = store;
        _documents = store.DocumentsOf(half);
        _pieces = pieces;
        Half = half;
        _firsts = new long[_documents.Shards.Count];
        for (int shard = 0; shard < _firsts.Length; shard++)
        {
            _firsts[shard] = Count;
            Count += _documents.Shards[shard].Header.Documents;
        }
    }

    /// <summary>The store.</summary>
    public CorpusStore Store => _store;

    /// <summary>The half of it that is read.</summary>
    public StoreHalf Half { get; }

    /// <inheritdoc/>
    public long Count { get; }

    /// <inheritdoc/>
    public long TokenCount => _documents.TokenCount + _documents.SentenceCount + Count;

    /// <inheritdoc/>
    public int SequenceLength => ushort.MaxValue;

    /// <inheritdoc/>
    public string ContentHash => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"documents\n{_documents.ContentHash}")));

    /// <inheritdoc/>
    public int LengthOf(long sequence)
    {
        (Shard shard, _, long document) = Find(sequence);
        Span<uint> entries = stackalloc uint[4];
        shard.ReadDocuments(document, entries);
        long length = (long)entries[2] - entries[0] + entries[3] - entries[1] + 1;
        if (length <= SequenceLength) return (int)length;
        throw new ClozeException(
            $"Document {sequence} of {_store.Path} has {length} tokens and separators, expected at most "
            + $"{SequenceLength}.",
            "Prepare the corpus anew: documents are cut at 8,192 characters.");
    }

    /// <inheritdoc/>
    public int Read(long sequence, Span<int> destination)
    {
        int length = LengthOf(sequence), place = 0;
        (Shard shard, int index, long document) = Find(sequence);
        destination = destination[..length];
        destination[place++] = _pieces.ClassificationId;
        Span<uint> starts = stackalloc uint[SentencesAtATime + 1];
        (uint sentence, uint end) = (shard.FirstSentence(document), shard.FirstSentence(document + 1));
        for (int count; sentence < end; sentence += (uint)count)
        {
            count = (int)Math.Min(SentencesAtATime, end - sentence);
            shard.ReadSentences(sentence, starts[..(count + 1)]);
            for (int i = 0; i < count; i++)
            {
                int tokens = (int)(starts[i + 1] - starts[i]);
                _documents.Read(index, starts[i], destination.Slice(place, tokens));
                place += tokens;
                destination[place++] = _pieces.SeparatorId;
            }
        }

        return length;
    }

    /// <inheritdoc/>
    public void RequireVocabulary(PieceTable pieces) => _store.RequireVocabulary(pieces);

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private (Shard Shard, int Index, long Document) Find(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)sequence, (ulong)Count, nameof(sequence));
        int shard = Array.BinarySearch(_firsts, sequence);
        if (shard < 0) shard = ~shard - 1;
        return (_documents.Shards[shard], shard, sequence - _firsts[shard]);
    }
}
