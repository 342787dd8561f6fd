using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Cloze.Predictions;

namespace Cloze.Inference;

/// <summary>
/// One caller's work in a <see cref="BatchingQueue"/>, which alone changes it: sequences for shared batches, or
/// something that is done alone.
/// </summary>
internal sealed class QueuedCall
{
    private readonly TaskCompletionSource<bool> _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyList<BatchSequence> _sequences;
    private ExceptionDispatchInfo? _error;
    private int _open;

    /// <summary>Sequences to be predicted, in any batches.</summary>
    public QueuedCall(IReadOnlyList<BatchSequence> sequences)
    {
        _sequences = sequences;
        _open = sequences.Count;
        if (_open == 0) _wake.SetResult(false);
    }

    /// <summary>Something that needs the engine for itself.</summary>
    public QueuedCall(Action alone)
    {
        Alone = alone;
        _sequences = [];
        _open = 1;
    }

    /// <summary>When it was made to join the queue, by <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long Joined { get; } = Stopwatch.GetTimestamp();

    /// <summary>What is done alone; null where sequences are predicted.</summary>
    public Action? Alone { get; }

    /// <summary>Whether all is done, or has failed.</summary>
    public bool IsSettled => _open == 0 || _error is not null;

    /// <summary>
    /// Completes when there is something for the caller to do: true to lead, false to go on as all is settled.
    /// </summary>
    public Task<bool> Wake => _wake.Task;

    /// <summary>Where the first sequence stands that is in no batch yet.</summary>
    public int Taken { get; private set; }

    /// <summary>The next sequence for a batch; null where all have been taken.</summary>
    public BatchSequence? Next => Taken < _sequences.Count ? _sequences[Taken] : null;

    /// <summary>The tokens of the sequences that were taken.</summary>
    public long TakenTokens { get; private set; }

    /// <summary>Counts <see cref="Next"/> as taken.</summary>
    public void Take() => TakenTokens += _sequences[Taken++].TokenCount;

    /// <summary>Counts one sequence, or what is done alone, as done.</summary>
    public void Complete()
    {
        if (--_open == 0) _wake.TrySetResult(false);
    }

    /// <summary>Ends the call with an error, unless all was done.</summary>
    public void Fail(Exception error)
    {
        if (IsSettled) return;
        _error = ExceptionDispatchInfo.Capture(error);
        _wake.TrySetResult(false);
    }

    /// <summary>Tells the caller to lead.</summary>
    public void Lead() => _wake.TrySetResult(true);

    /// <summary>Throws the error that ended the call.</summary>
    public void ThrowIfFailed() => _error?.Throw();
}
