using System.Runtime.InteropServices;
using Cloze.Masking;

namespace Cloze.Data;

/// <summary>
/// Writes blocks of documents into the shards of a store, stretch by stretch; after each the manifest says where to go
/// on. Where a stretch ends depends on the documents alone. It is brought to the disk beside the next one's work.
/// </summary>
internal sealed class StoreBuilder : IDisposable
{
    private readonly string _folder;
    private readonly PieceTable _pieces;
    private readonly long _stretchTokens;
    private readonly bool _trainsOnAll;
    private readonly int _idBytes;
    private readonly int _sentenceRule;
    private readonly DuplicateDrop? _duplicates;
    private readonly List<StoreInput> _inputs = [];
    private ShardWriter? _training;
    private ShardWriter? _heldOut;
    private string? _reading;
    private long _readingBytes;
    private long _readingDocuments;
    private int _stretches;
    private Task<StoreManifest> _ending;

    /// <summary>Goes on with a store.</summary>
    /// <param name="folder">The store's folder, or a part's.</param>
    /// <param name="manifest">The store as it stands.</param>
    /// <param name="pieces">The vocabulary of the ids.</param>
    /// <param name="stretchTokens">The most tokens of a shard, but for those of its last document.</param>
    /// <param name="duplicates">Leaves near-duplicates out; null keeps them. Disposed with this object.</param>
    public StoreBuilder(
        string folder,
        StoreManifest manifest,
        PieceTable pieces,
        long stretchTokens,
        DuplicateDrop? duplicates = null)
    {
        _duplicates = duplicates;
        _folder = folder;
        _pieces = pieces;
        _stretchTokens = stretchTokens;
        _trainsOnAll = manifest.Settings.HeldOut == 0;
        _idBytes = IdWidth.For(pieces.Count);
        _sentenceRule = manifest.Settings.SentenceRule;
        (_reading, _readingDocuments) = (manifest.Reading?.Path, manifest.Reading?.Documents ?? 0);
        _stretches = manifest.Stretches.Count;
        _ending = Task.FromResult(manifest);
    }

    /// <summary>The store as it stands on the disk.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public StoreManifest Manifest => _ending.GetAwaiter().GetResult();

    /// <summary>Tokens written by this builder, without special pieces.</summary>
    public long Tokens { get; private set; }

    /// <summary>Writes a block's documents.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void Add(DocumentBlock block)
    {
        ReadOnlySpan<byte> ids = block.IdBytes;
        ReadOnlySpan<int> sentences = CollectionsMarshal.AsSpan(block.Sentences);
        for (int i = 0; i < block.Inputs.Count; i++)
        {
            BlockInput input = block.Inputs[i];
            string path = Path.GetFullPath(input.Path);
            int end = i + 1 < block.Inputs.Count ? block.Inputs[i + 1].First : block.Tokenized.Count;
            for (int index = input.First; index < end; index++)
            {
                TokenizedDocument document = block.Tokenized[index];
                bool stays = _duplicates?.IsNew(block, index, input.Path) != false;
                if (stays) Add(document, ids[..(document.Tokens * _idBytes)], sentences[..document.Sentences]);
                ids = ids[(document.Tokens * _idBytes)..];
                sentences = sentences[document.Sentences..];
                Pass(path, input.Bytes);
            }

            if (input.Ended is { } ended) End(ended);
        }
    }

    /// <summary>Ends the store: everything is in it.</summary>
    /// <returns>What it is.</returns>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public StoreManifest Finish()
    {
        EndStretch(isComplete: true);
        return Manifest;
    }

    /// <summary>Closes what was not finished; the store on the disk is whole up to its last stretch.</summary>
    public void Dispose()
    {
        // What it failed with was thrown already, or matters less than what led here.
        Task.WaitAny(_ending);
        _training?.Dispose();
        _heldOut?.Dispose();
        _duplicates?.Dispose();
    }

    /// <summary>Moves on behind a document.</summary>
    private void Pass(string path, long bytes)
    {
        if (_reading != path) _readingDocuments = 0;
        (_reading, _readingBytes) = (path, bytes);
        _readingDocuments++;
        if (IsFull(_training) || IsFull(_heldOut)) EndStretch(isComplete: false);
    }

    private void End(StoreInput input)
    {
        _inputs.Add(input);
        (_reading, _readingDocuments) = (null, 0);
    }

    private void Add(TokenizedDocument document, ReadOnlySpan<byte> ids, ReadOnlySpan<int> sentences)
    {
        if (document.Tokens == 0) return;
        Tokens += document.Tokens;
        if (document.IsHeldOut) (_heldOut ??= Begin("held-out")).Add(ids, sentences);
        if (!document.IsHeldOut || _trainsOnAll) (_training ??= Begin("training")).Add(ids, sentences);
    }

    private bool IsFull(ShardWriter? writer) => writer?.IsFull(_stretchTokens) == true;

    private ShardWriter Begin(string half)
    {
        string name = FormattableString.Invariant($"{_stretches:D6}.{half}.shard");
        return new ShardWriter(Path.Combine(_folder, name), _pieces, _sentenceRule);
    }

    private void EndStretch(bool isComplete)
    {
        StoreManifest before = Manifest;
        (ShardWriter? training, ShardWriter? heldOut) = (_training, _heldOut);
        SignatureWriter? signatures = _duplicates?.EndStretch();
        StoreManifest after = before with
        {
            IsComplete = isComplete,
            Inputs = [.. before.Inputs, .. _inputs],
            Reading = isComplete || _reading is null
                ? null
                : new StorePlace(_reading, _readingDocuments) { Bytes = _readingBytes },
            NearDuplicates = _duplicates?.Describe(before.NearDuplicates),
        };
        if (training is not null || heldOut is not null) _stretches++;
        _inputs.Clear();
        (_training, _heldOut) = (null, null);
        _ending = Task.Run(() => WriteStretch(after, training, heldOut, signatures));
    }

    private StoreManifest WriteStretch(
        StoreManifest manifest, ShardWriter? training, ShardWriter? heldOut, SignatureWriter? signatures)
    {
        using (training)
        using (heldOut)
        using (signatures)
        {
            var stretch = new StoreStretch(training?.Finish(), heldOut?.Finish());
            bool isEmpty = stretch.Training is null && stretch.HeldOut is null;
            if (!isEmpty) manifest = manifest with { Stretches = [.. manifest.Stretches, stretch] };
            IReadOnlyList<string> forgotten = [];
            if (_duplicates?.Finish(manifest.NearDuplicates!, signatures, out forgotten) is { } duplicates)
            {
                manifest = manifest with { NearDuplicates = duplicates };
            }

            StoreJson.Write(_folder, manifest);
            _duplicates?.Remove(forgotten);
            return manifest;
        }
    }
}
