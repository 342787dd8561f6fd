using System.Runtime.ExceptionServices;
using Cloze.Data;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>
/// The batches of a run, one or several a step. Where a device works by itself, those of the next step are filled
/// meanwhile: see <see cref="FillAhead"/>.
/// </summary>
internal sealed class BatchSource
{
    private ITrainingBatches _batches;
    private TokenBatch[] _current;
    private TokenBatch[] _next;
    private int _count;
    private int _nextCount;
    private long _filled;
    private long _offered;
    private ExceptionDispatchInfo? _error;

    /// <param name="batches">The row they are taken from.</param>
    /// <param name="most">The size of the largest step.</param>
    /// <param name="ahead">Whether <see cref="FillAhead"/> does anything.</param>
    /// <exception cref="ClozeException">A batch has no room for a sequence.</exception>
    public BatchSource(ITrainingBatches batches, StepSize most, bool ahead)
    {
        _batches = batches;
        _current = Create(batches, most);
        _next = ahead ? Create(batches, most) : [];
        Position = batches.Position;
        Epochs = batches.Epochs;
    }

    /// <summary>A batch with the room of the largest.</summary>
    public TokenBatch Largest => _current[0];

    /// <summary>The running step's batches.</summary>
    public ReadOnlySpan<TokenBatch> Current => _current.AsSpan(0, _count);

    /// <summary>Tokens of the running step's batches together.</summary>
    public int TokenCount { get; private set; }

    /// <summary>Where the batch after them begins.</summary>
    public BatchPosition Position { get; private set; }

    /// <summary>How often the corpus was read up to there.</summary>
    public double Epochs { get; private set; }

    /// <summary>Tokens of the batches, as a share of those they might have; 0 before the first.</summary>
    public double FilledShare => _offered == 0 ? 0 : (double)_filled / _offered;

    /// <summary>The share of the ordinary tokens that is masked in the batches that are filled from now on.</summary>
    public double MaskRate
    {
        set => _batches.MaskRate = value;
    }

    /// <summary>Makes the next step's batches the current ones.</summary>
    /// <param name="size">How much is read, where it was not filled ahead.</param>
    /// <exception cref="ClozeException">
    /// The data hold nothing that could be masked, or their file is damaged; what <see cref="FillAhead"/> met comes out
    /// here.
    /// </exception>
    public void Advance(StepSize size)
    {
        _error?.Throw();
        if (_nextCount > 0) (_current, _next) = (_next, _current);
        else Fill(_current, size);
        _count = _nextCount > 0 ? _nextCount : size.Batches;
        _nextCount = 0;
        TokenCount = 0;
        foreach (TokenBatch batch in Current) TokenCount += batch.TokenCount;
        _filled += TokenCount;
        foreach (TokenBatch batch in Current) _offered += batch.TokenLimit;
        Position = _batches.Position;
        Epochs = _batches.Epochs;
    }

    /// <summary>The numbers of what was read from a position to <see cref="Position"/>.</summary>
    public IReadOnlyList<long> SequencesSince(BatchPosition begin) => [.. _batches.Between(begin, Position)];

    /// <summary>Goes on with the same row, opened at another position.</summary>
    public void GoOnWith(ITrainingBatches batches)
    {
        _batches = batches;
        (_nextCount, _error) = (0, null);
        Position = _batches.Position;
        Epochs = _batches.Epochs;
    }

    /// <summary>Fills the next batches, when a step's work is queued and there is nothing to do but wait.</summary>
    public void FillAhead(StepSize size)
    {
        if (_next.Length == 0) return;
        try
        {
            Fill(_next, size);
            _nextCount = size.Batches;
        }
        catch (ClozeException error)
        {
            _error = ExceptionDispatchInfo.Capture(error);
        }
    }

    private static TokenBatch[] Create(ITrainingBatches batches, StepSize most) =>
        [.. Enumerable.Range(0, most.Batches).Select(_ => batches.CreateBatch(most.Tokens))];

    private void Fill(TokenBatch[] batches, StepSize size)
    {
        if (_batches is PhasedBatches phased) phased.Enter(size.Phase);
        foreach (TokenBatch batch in batches.AsSpan(0, size.Batches))
        {
            batch.TokenLimit = size.Tokens;
            Fill(batch);
        }
    }

    // Takes the next batch that has something to predict: a sequence of unknown words has not.
    private void Fill(TokenBatch batch)
    {
        uint epoch = _batches.Position.Epoch;
        _batches.Fill(batch);
        while (batch.MaskedCount == 0)
        {
            if (_batches.Position.Epoch > epoch + 1)
            {
                throw new ClozeException(
                    "A whole pass over the training part has no token that could be masked.",
                    "Check that the tokenizer fits the language of the corpus: every word is unknown to it.");
            }

            _batches.Fill(batch);
        }
    }
}
