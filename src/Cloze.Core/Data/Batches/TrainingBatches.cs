using Cloze.Masking;
using Cloze.Models;

namespace Cloze.Data;

/// <summary>
/// The endless row of training batches: the sequences of epoch after epoch, each epoch in its own order and with its
/// own masks, packed into batches of a given number of tokens.
/// </summary>
/// <remarks>
/// Up to <see cref="WaitingTurns.Most"/> turns are looked at ahead, so that a batch is filled to the last token where
/// their lengths allow it: the oldest goes into every batch, and of the others those that fill the rest best. A batch
/// may reach from one epoch into the next. The masks of a sequence are a function of (seed, epoch, sequence) and the
/// mask rate alone. Not thread-safe; a step allocates nothing.
/// </remarks>
internal sealed class TrainingBatches : ITrainingBatches
{
    /// <summary>The last part of a batch, in longest sequences, is filled by choice, the rest in turn.</summary>
    private const int ChosenSequences = 16;

    private readonly ISequenceSource _store;
    private readonly SequenceOrder _order;
    private readonly ulong _seed;
    private readonly BatchFiller _filler;
    private readonly RoomFiller _room;
    private readonly int[] _lengths = new int[WaitingTurns.Most];
    private WaitingTurns _waiting;
    private SequenceTurn _next;

    /// <summary>Opens the row at its beginning, or at the position of a checkpoint.</summary>
    /// <exception cref="ClozeException">
    /// The store is of another vocabulary, the options contradict each other, or the position is outside the store.
    /// </exception>
    public TrainingBatches(
        ISequenceSource store, PieceTable pieces, MaskingOptions masking, ulong seed, BatchPosition start = default)
    {
        store.RequireVocabulary(pieces);
        _store = store;
        _order = new SequenceOrder(store.Count, seed);
        _seed = seed;
        _filler = new BatchFiller(store, new Masker(pieces, masking));
        _room = new RoomFiller(ChosenSequences * store.SequenceLength);
        _next = Require(new SequenceTurn(start.Epoch, start.Place));
        for (int i = 0; i < start.Waiting.Count; i++) Wait(Require(start.Waiting[i]));
    }

    /// <summary>Where the next batch begins.</summary>
    public BatchPosition Position => new(_next.Epoch, _next.Place, _waiting);

    /// <summary>How often the corpus was read, the running pass in parts.</summary>
    public double Epochs => _next.Epoch + ((double)(_next.Place - _waiting.Count) / _order.Count);

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

    /// <inheritdoc/>
    public IEnumerable<long> Between(BatchPosition begin, BatchPosition end)
    {
        HashSet<SequenceTurn> waiting = [.. end.Waiting.ToArray()];
        IEnumerable<SequenceTurn> came = begin.Waiting.ToArray().Concat(Turns(
            new SequenceTurn(begin.Epoch, begin.Place), new SequenceTurn(end.Epoch, end.Place)));
        return came.Where(turn => !waiting.Contains(turn)).Select(turn => _order[turn.Epoch, turn.Place]);
    }

    /// <summary>Fills a batch anew, as full as the sequences that wait allow.</summary>
    /// <exception cref="ArgumentException">Not one sequence fits: not a batch of <see cref="CreateBatch"/>.</exception>
    /// <exception cref="ClozeException">The store's file is damaged.</exception>
    public void Fill(TokenBatch batch)
    {
        batch.Clear();
        LookAhead();
        while (TryTake(1, batch) && Room(batch) > _room.Largest) LookAhead();
        if (batch.SequenceCount == 0) throw new ArgumentException("The batch has no room for the next sequence.");
        if (Room(batch) <= _room.Largest) FillRest(batch);
    }

    private void LookAhead()
    {
        while (_waiting.Count < WaitingTurns.Most)
        {
            Wait(_next);
            _next = After(_next);
        }
    }

    private IEnumerable<SequenceTurn> Turns(SequenceTurn begin, SequenceTurn end)
    {
        for (SequenceTurn turn = begin; turn != end; turn = After(turn)) yield return turn;
    }

    private SequenceTurn After(SequenceTurn turn) => turn.Place + 1 < _order.Count
        ? turn with { Place = turn.Place + 1 }
        : new SequenceTurn(turn.Epoch + 1, 0);

    private void Wait(SequenceTurn turn)
    {
        _lengths[_waiting.Count] = _store.LengthOf(_order[turn.Epoch, turn.Place]);
        _waiting.Add(turn);
    }

    private void FillRest(TokenBatch batch)
    {
        LookAhead();
        TryTake(_room.Choose(_lengths.AsSpan(0, _waiting.Count), Room(batch)), batch);
    }

    /// <summary>Puts the waiting turns whose bits are set into the batch; false where one has no room.</summary>
    private bool TryTake(ulong turns, TokenBatch batch)
    {
        int kept = 0;
        ulong taken = 0;
        for (int i = 0; i < _waiting.Count; i++)
        {
            bool isTaken = ((turns >> i) & 1) != 0 && TryAdd(_waiting[i], batch);
            if (isTaken) taken |= 1ul << i;
            else _lengths[kept++] = _lengths[i];
        }

        _waiting.Remove(taken);
        return taken == turns;
    }

    private bool TryAdd(SequenceTurn turn, TokenBatch batch)
    {
        long sequence = _order[turn.Epoch, turn.Place];
        return _filler.TryAdd(
            sequence, new KeyedRandom(_seed, RandomPurpose.Masks, turn.Epoch, (ulong)sequence), batch);
    }

    private static int Room(TokenBatch batch) => batch.TokenLimit - batch.TokenCount;

    private SequenceTurn Require(SequenceTurn turn)
    {
        if ((ulong)turn.Place < (ulong)_order.Count) return turn;
        throw new ClozeException(
            $"Training stopped at sequence {turn.Place} of its data, which has {_order.Count} now.",
            "Resume with the data the training began with.");
    }
}
