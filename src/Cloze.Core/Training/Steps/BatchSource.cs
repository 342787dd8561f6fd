using System.Runtime.ExceptionServices;
using Cloze.Data;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>
/// The batches of a run, one a step. Where a device works by itself, the next one is filled meanwhile: see
/// <see cref="FillAhead"/>.
/// </summary>
internal sealed class BatchSource
{
    private readonly ITrainingBatches _batches;
    private TokenBatch? _next;
    private bool _isFilled;
    private ExceptionDispatchInfo? _error;

    /// <param name="batches">The row they are taken from.</param>
    /// <param name="tokens">Tokens of the largest.</param>
    /// <param name="ahead">Whether <see cref="FillAhead"/> does anything.</param>
    /// <exception cref="ClozeException">A batch has no room for a sequence.</exception>
    public BatchSource(ITrainingBatches batches, int tokens, bool ahead)
    {
        _batches = batches;
        Current = batches.CreateBatch(tokens);
        if (ahead) _next = batches.CreateBatch(tokens);
        Position = batches.Position;
        Epochs = batches.Epochs;
    }

    /// <summary>The running step's batch.</summary>
    public TokenBatch Current { get; private set; }

    /// <summary>Where the batch after it begins.</summary>
    public BatchPosition Position { get; private set; }

    /// <summary>How often the corpus was read up to there.</summary>
    public double Epochs { get; private set; }

    /// <summary>Makes the next batch the current one.</summary>
    /// <exception cref="ClozeException">
    /// The data hold nothing that could be masked, or their file is damaged; what <see cref="FillAhead"/> met comes out
    /// here.
    /// </exception>
    public void Advance()
    {
        _error?.Throw();
        if (_isFilled) (Current, _next) = (_next!, Current);
        else Fill(Current);
        _isFilled = false;
        Position = _batches.Position;
        Epochs = _batches.Epochs;
    }

    /// <summary>Fills the next batch, when a step's work is queued and there is nothing to do but wait.</summary>
    public void FillAhead()
    {
        if (_next is null) return;
        try
        {
            Fill(_next);
            _isFilled = true;
        }
        catch (ClozeException error)
        {
            _error = ExceptionDispatchInfo.Capture(error);
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
