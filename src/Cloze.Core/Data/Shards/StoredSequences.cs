using System.Security.Cryptography;
using System.Text;
using Cloze.Masking;

namespace Cloze.Data;

/// <summary>
/// A store's documents cut into sequences of any length by <see cref="SequenceCut"/>, each with its [CLS] and [SEP], so
/// that no sequence mixes two documents. Nothing is written; a table of at most <see cref="MostBlocks"/> numbers is all
/// that is kept in memory.
/// </summary>
internal sealed class StoredSequences : ISequenceSource
{
    /// <summary>The most blocks of documents whose first sequence is known at once.</summary>
    public const int MostBlocks = 1 << 16;

    // Part of what tells one run's data from another's: a position of a run means nothing where sequences are others.
    private const string Rule = "full, the last two shared";

    private const int FewestDocuments = 64;
    private const int MostAtATime = 512;

    private readonly CorpusStore _store;
    private readonly StoredDocuments _documents;
    private readonly PieceTable _pieces;
    private readonly bool _ownsStore;
    private readonly int _blockDocuments;
    private readonly int[] _firstBlocks;
    private readonly List<long> _firstSequences = [];

    /// <summary>Cuts a half of a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="half">Which half.</param>
    /// <param name="pieces">The vocabulary in use.</param>
    /// <param name="sequenceLength">The most tokens of a sequence, [CLS] and [SEP] included; at least 3.</param>
    /// <param name="ownsStore">Whether the store is closed with this object.</param>
    /// <exception cref="ClozeException">
    /// The store has another vocabulary, or nothing in this half, or the length cannot be used.
    /// </exception>
    public StoredSequences(
        CorpusStore store, StoreHalf half, PieceTable pieces, int sequenceLength, bool ownsStore = false)
    {
        new TokenStoreOptions { SequenceLength = sequenceLength }.Validate();
        store.RequireVocabulary(pieces);
        _store = store;
        _documents = store.DocumentsOf(half);
        _pieces = pieces;
        _ownsStore = ownsStore;
        Half = half;
        SequenceLength = sequenceLength;
        RequireSome(store.Path, half);
        _blockDocuments = (int)Math.Max(FewestDocuments, (_documents.Count / (MostBlocks / 2)) + 1);
        _firstBlocks = new int[_documents.Shards.Count];
        Count = IndexAll();
        TokenCount = _documents.TokenCount + (2 * Count);
        string content = FormattableString.Invariant($"{sequenceLength}\n{Rule}\n{_documents.ContentHash}");
        ContentHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        if (Count < ISequenceSource.MostSequences) return;
        throw new ClozeException(
            $"{store.Path} gives {Count} sequences, expected fewer than {ISequenceSource.MostSequences}.",
            "Choose longer sequences.");
    }

    /// <inheritdoc/>
    public long Count { get; }

    /// <inheritdoc/>
    public long TokenCount { get; }

    /// <inheritdoc/>
    public int SequenceLength { get; }

    /// <inheritdoc/>
    public string ContentHash { get; }

    /// <summary>The store.</summary>
    public CorpusStore Store => _store;

    /// <summary>The half of it that is cut.</summary>
    public StoreHalf Half { get; }

    /// <summary>Documents of the half.</summary>
    public long DocumentCount => _documents.Count;

    private int Limit => SequenceLength - 2;

    /// <inheritdoc/>
    public int LengthOf(long sequence) => (int)(Find(sequence).Length + 2);

    /// <inheritdoc/>
    public void ReadLengths(long first, Span<int> lengths)
    {
        if (lengths.IsEmpty) return;
        Span<uint> entries = stackalloc uint[2 * (MostAtATime + 1)];
        DocumentWalk walk = WalkTo(first, entries, out uint row);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lengths.Length, Count - first, nameof(lengths));
        for (int i = 0; i < lengths.Length; i++, row++)
        {
            if (row == Rows(walk.Tokens))
            {
                if (!walk.Next()) throw Changed();
                row = 0;
            }

            lengths[i] = (int)Cut(walk, row).Length + 2;
        }
    }

    /// <inheritdoc/>
    public int Read(long sequence, Span<int> destination)
    {
        Place place = Find(sequence);
        int length = (int)place.Length + 2;
        destination = destination[..length];
        destination[0] = _pieces.ClassificationId;
        _documents.Read(place.Shard, place.Start, destination[1..^1]);
        destination[^1] = _pieces.SeparatorId;
        return length;
    }

    /// <inheritdoc/>
    public void RequireVocabulary(PieceTable pieces) => _store.RequireVocabulary(pieces);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsStore) _store.Dispose();
    }

    private void RequireSome(string path, StoreHalf half)
    {
        if (_documents.Count > 0) return;
        throw half == StoreHalf.Training
            ? new ClozeException($"{path} has no document to train on.", "Prepare it from files that hold text.")
            : new ClozeException(
                $"{path} has no document that is held out, so nothing is left to evaluate on.",
                "Name other files to evaluate on as `validation`, or prepare more text, or a greater `held_out`.");
    }

    /// <summary>Notes the first sequence of each block of documents, and counts all.</summary>
    private long IndexAll()
    {
        long sequences = 0;
        for (int shard = 0; shard < _firstBlocks.Length; shard++)
        {
            _firstBlocks[shard] = _firstSequences.Count;
            TableCursor documents = _documents.Shards[shard].OpenDocuments();
            uint start = documents.Next();
            for (long document = 0; document < _documents.Shards[shard].Header.Documents; document++)
            {
                if (document % _blockDocuments == 0) _firstSequences.Add(sequences);
                _ = documents.Next();
                uint end = documents.Next();
                sequences += Rows(end - start);
                start = end;
            }
        }

        return sequences;
    }

    private Place Find(long sequence)
    {
        Span<uint> entries = stackalloc uint[2 * (Math.Min(MostAtATime, _blockDocuments) + 1)];
        DocumentWalk walk = WalkTo(sequence, entries, out uint row);
        return Cut(walk, row);
    }

    /// <summary>Goes to the document of a sequence.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="entries">What is read of the table at a time.</param>
    /// <param name="row">Its number among those of the document.</param>
    private DocumentWalk WalkTo(long sequence, Span<uint> entries, out uint row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)sequence, (ulong)Count, nameof(sequence));
        int block = _firstSequences.BinarySearch(sequence);
        if (block < 0) block = ~block - 1;
        int shard = Array.BinarySearch(_firstBlocks, block);
        if (shard < 0) shard = ~shard - 1;
        long document = (block - _firstBlocks[shard]) * (long)_blockDocuments;
        long left = sequence - _firstSequences[block];
        var walk = new DocumentWalk(_documents.Shards, shard, document, entries);
        while (walk.Next() && walk.Shard == shard)
        {
            row = (uint)left;
            uint rows = Rows(walk.Tokens);
            if (left < rows) return walk;
            left -= rows;
        }

        throw Changed();
    }

    private ClozeException Changed() => new(
        $"{_store.Path} has fewer documents than when it was opened: a shard was changed meanwhile.",
        "Do not write to a store while it is read.");

    private uint Rows(uint tokens) => (uint)SequenceCut.Count(tokens, Limit);

    private Place Cut(DocumentWalk walk, long row)
    {
        long first = SequenceCut.Start(walk.Tokens, Limit, row);
        return new Place(walk.Shard, walk.Start + first, SequenceCut.Start(walk.Tokens, Limit, row + 1) - first);
    }

    private readonly record struct Place(int Shard, long Start, long Length);
}
