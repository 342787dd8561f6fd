using Cloze.Models;

namespace Cloze.Data;

/// <summary>
/// The batches of one phase of a run after the other, each phase with a longest sequence of its own. A phase begins
/// with a pass over the corpus that no phase before it began, so that its order and masks are new.
/// </summary>
internal sealed class PhasedBatches : ITrainingBatches
{
    private readonly Func<int, BatchPosition, ITrainingBatches> _open;
    private readonly int _count;
    private ITrainingBatches _now;
    private readonly BatchPosition[] _entered;
    private int _phase;

    /// <summary>Opens the row at its beginning, or at the position of a checkpoint.</summary>
    /// <param name="open">Opens the batches of a phase at a position of it.</param>
    /// <param name="count">Number of phases.</param>
    /// <param name="start">Where the row begins.</param>
    /// <exception cref="ClozeException">The position is in no phase, or outside the data.</exception>
    public PhasedBatches(Func<int, BatchPosition, ITrainingBatches> open, int count, BatchPosition start)
    {
        if ((uint)start.Phase >= (uint)count)
        {
            throw new ClozeException(
                $"Training stopped in phase {start.Phase} of its sequences' lengths, expected 0 to {count - 1}.",
                "The checkpoint is damaged: start the run anew.");
        }

        (_open, _count, _phase) = (open, count, start.Phase);
        _entered = new BatchPosition[count];
        _entered[_phase] = start with { Phase = 0 };
        _now = open(_phase, _entered[_phase]);
    }

    /// <inheritdoc/>
    public BatchPosition Position => _now.Position with { Phase = _phase };

    /// <inheritdoc/>
    public double Epochs => _now.Epochs;

    /// <inheritdoc/>
    public double MaskRate
    {
        get => _now.MaskRate;
        set => _now.MaskRate = value;
    }

    /// <summary>Goes on with the sequences of a phase.</summary>
    /// <exception cref="ClozeException">Its data cannot be read.</exception>
    public void Enter(int phase)
    {
        if (phase == _phase) return;
        double rate = _now.MaskRate;
        _entered[phase] = new BatchPosition((uint)Math.Ceiling(_now.Epochs), 0);
        _phase = phase;
        _now = _open(phase, _entered[phase]);
        _now.MaskRate = rate;
    }

    /// <inheritdoc/>
    public TokenBatch CreateBatch(int tokens)
    {
        TokenBatch[] each =
            [.. Enumerable.Range(0, _count).Select(phase => _open(phase, default).CreateBatch(tokens))];
        return new TokenBatch(
            tokens, each.Max(batch => batch.SequenceCapacity), each.Max(batch => batch.MaskedCapacity));
    }

    /// <inheritdoc/>
    public void Fill(TokenBatch batch) => _now.Fill(batch);

    /// <inheritdoc/>
    /// <remarks>Of a stretch that reaches into a phase, what is in that phase; it may be another one by now.</remarks>
    public IEnumerable<long> Between(BatchPosition begin, BatchPosition end)
    {
        BatchPosition entered = _entered[end.Phase];
        ITrainingBatches batches = end.Phase == _phase ? _now : _open(end.Phase, entered);
        return batches.Between(begin.Phase == end.Phase ? begin with { Phase = 0 } : entered, end with { Phase = 0 });
    }
}
