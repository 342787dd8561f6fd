using Cloze.Masking;
using Cloze.Models;

namespace Cloze.Data;

/// <summary>
/// The endless row of training batches of sentence pairs: <see cref="PairWalk"/>, masked and packed. A batch may reach
/// from one epoch into the next. Not thread-safe.
/// </summary>
internal sealed class PairBatches : ITrainingBatches
{
    private readonly Lazy<PairWalk> _walk;
    private readonly Func<BatchPosition, PairWalk> _open;
    private readonly PairReader _reader;
    private readonly Masker _masker;
    private readonly ulong _seed;
    private readonly int _sequenceLength;
    private readonly int[] _positions;
    private readonly int[] _labels;

    /// <summary>
    /// Opens the row at its beginning, or at the position of a checkpoint, which is found when it is needed first.
    /// </summary>
    /// <exception cref="ClozeException">
    /// The options contradict each other; later, the position is outside the store, or the store is damaged.
    /// </exception>
    public PairBatches(
        SentenceStore store, PairOptions options, MaskingOptions masking, ulong seed, BatchPosition start = default)
    {
        _open = at => new PairWalk(store, options, seed, at);
        _walk = new Lazy<PairWalk>(() => _open(start));
        _reader = new PairReader(store, options.SequenceLength);
        _masker = new Masker(store.Pieces, masking);
        MaskRate = _masker.Rate;
        _seed = seed;
        _sequenceLength = options.SequenceLength;
        _positions = new int[options.SequenceLength];
        _labels = new int[options.SequenceLength];
    }

    /// <inheritdoc/>
    public BatchPosition Position => _walk.Value.Position;

    /// <inheritdoc/>
    public double Epochs => _walk.Value.Epochs;

    /// <inheritdoc/>
    public double MaskRate { get; set; }

    /// <inheritdoc/>
    public TokenBatch CreateBatch(int tokens)
    {
        if (tokens >= _sequenceLength)
        {
            return new TokenBatch(tokens, tokens / 3, _masker.MostMasked(tokens, _sequenceLength));
        }

        throw new ClozeException(
            $"A batch of {tokens} tokens cannot hold a sequence of {_sequenceLength}.",
            "Choose a larger batch or shorter sequences.");
    }

    /// <inheritdoc/>
    public void Fill(TokenBatch batch)
    {
        batch.Clear();
        PairWalk walk = _walk.Value;
        while (TryAdd(walk.Current, batch)) walk.Advance();
        if (batch.SequenceCount == 0) throw new ArgumentException("The batch has no room for the next sequence.");
    }

    /// <inheritdoc/>
    public IEnumerable<long> Between(BatchPosition begin, BatchPosition end)
    {
        PairWalk walk = _open(begin);
        for (; walk.Position != end; walk.Advance()) yield return walk.Current.First.Document;
    }

    private bool TryAdd(in SentencePair pair, TokenBatch batch)
    {
        if (!batch.HasRoom(pair.TokenCount, 0)) return false;
        _reader.Read(pair);
        var random = new KeyedRandom(_seed, RandomPurpose.PairMasks, pair.MaskKey, (ulong)pair.First.Document);
        int masked = _masker.Mask(random, MaskRate, _reader.Ids, _positions, _labels);
        if (!batch.HasRoom(pair.TokenCount, masked)) return false;
        batch.Add(_reader.Ids, _reader.Types, _positions.AsSpan(0, masked), _labels.AsSpan(0, masked), pair.Label);
        return true;
    }
}
