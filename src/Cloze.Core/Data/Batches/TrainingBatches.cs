using Cloze.Masking;
using Cloze.Models;

namespace Cloze.Data;

/// <summary>
/// The endless row of training batches: the sequences of epoch after epoch, each epoch in its own order and with its
/// own masks, packed into batches of a given number of tokens.
/// </summary>
/// <remarks>
/// A sequence that does not fit opens the next batch; a batch may reach from one epoch into the next. The masks of a
/// sequence are a function of (seed, epoch, sequence) and the mask rate alone. Not thread-safe; a step allocates
/// nothing.
/// </remarks>
internal sealed class TrainingBatches : ITrainingBatches
{
    private readonly SequenceOrder _order;
    private readonly ulong _seed;
    private readonly BatchFiller _filler;

    /// <summary>Opens the row at its beginning, or at the position of a checkpoint.</summary>
    /// <exception cref="ClozeException">
    /// The store is of another vocabulary, the options contradict each other, or the position is outside the store.
    /// </exception>
    public TrainingBatches(
        TokenStore store, PieceTable pieces, MaskingOptions masking, ulong seed, BatchPosition start = default)
    {
        store.RequireVocabulary(pieces);
        if ((uint)start.Place >= (uint)store.Count)
        {
            throw new ClozeException(
                $"Training stopped at sequence {start.Place} of its data, which has {store.Count} now.",
                "Resume with the data the training began with.");
        }

        _order = new SequenceOrder(store.Count, seed);
        _seed = seed;
        _filler = new BatchFiller(store, new Masker(pieces, masking));
        Position = start;
    }

    /// <summary>Where the next batch begins.</summary>
    public BatchPosition Position { get; private set; }

    /// <summary>How often the corpus was read, the running pass in parts.</summary>
    public double Epochs => Position.Epoch + ((double)Position.Place / _order.Count);

    /// <summary>
    /// The share of the ordinary tokens that is masked in the batches that are filled from now on; at first that of the
    /// options, which is the highest there may be.
    /// </summary>
    public double MaskRate
    {
        get => _filler.MaskRate;
        set => _filler.MaskRate = value;
    }

    /// <summary>Makes a batch for <see cref="Fill"/>, with room for this many tokens and all their masks.</summary>
    /// <exception cref="ClozeException">The longest sequence does not fit.</exception>
    public TokenBatch CreateBatch(int tokens) => _filler.CreateBatch(tokens);

    /// <summary>Fills a batch anew with the next sequences, as many as fit, and moves on behind them.</summary>
    /// <exception cref="ArgumentException">Not one sequence fits: not a batch of <see cref="CreateBatch"/>.</exception>
    /// <exception cref="ClozeException">The store's file is damaged.</exception>
    public void Fill(TokenBatch batch)
    {
        batch.Clear();
        while (TryAddNext(batch)) Position = Next(Position);
        if (batch.SequenceCount == 0) throw new ArgumentException("The batch has no room for the next sequence.");
    }

    /// <inheritdoc/>
    public IEnumerable<int> Between(BatchPosition begin, BatchPosition end)
    {
        for (BatchPosition at = begin; at != end; at = Next(at)) yield return _order[at.Epoch, at.Place];
    }

    private bool TryAddNext(TokenBatch batch)
    {
        int sequence = _order[Position.Epoch, Position.Place];
        var random = new KeyedRandom(_seed, RandomPurpose.Masks, Position.Epoch, (ulong)sequence);
        return _filler.TryAdd(sequence, random, batch);
    }

    private BatchPosition Next(BatchPosition position) =>
        position.Place + 1 < _order.Count
            ? position with { Place = position.Place + 1 }
            : new BatchPosition(position.Epoch + 1, 0);
}
