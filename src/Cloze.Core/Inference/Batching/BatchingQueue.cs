using System.Diagnostics;
using Cloze.Predictions;

namespace Cloze.Inference;

/// <summary>
/// Lets many callers share one engine: their sequences wait in one row (<see cref="WaitingCalls"/>), and whoever leads
/// takes as many as a batch holds, his own or others', runs them and wakes those who have all their answers. Who is
/// done hands the lead to the first in the row, so that no thread is the queue's own.
/// </summary>
/// <param name="predict">Runs a batch; one thread at a time.</param>
/// <param name="tokenCapacity">The most tokens of a batch.</param>
/// <param name="name">What is disposed of when the queue is closed.</param>
/// <param name="telemetry">Is told of waiting and of batches; null for nobody.</param>
internal sealed class BatchingQueue(
    Action<IReadOnlyList<BatchSequence>> predict, int tokenCapacity, string name, EngineTelemetry? telemetry = null)
{
    private readonly object _gate = new();
    private readonly WaitingCalls _waiting = new(tokenCapacity);
    private readonly CallBatch _batch = new(tokenCapacity, telemetry);
    private bool _led;
    private bool _closed;

    /// <summary>The most tokens of a batch.</summary>
    public int TokenCapacity => tokenCapacity;

    /// <summary>Does a call's work, on this thread or a leader's, and returns when it is done.</summary>
    /// <exception cref="OperationCanceledException">The call was cancelled; it has left the row.</exception>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public void Run(QueuedCall call, CancellationToken cancellation)
    {
        bool leads = Join(call);
        if (!leads)
        {
            try
            {
                call.Wake.Wait(cancellation);
            }
            catch (OperationCanceledException)
            {
                Leave(call);
                throw;
            }

            leads = call.Wake.Result;
        }

        if (leads) Lead(call, cancellation);
        call.ThrowIfFailed();
    }

    /// <summary>Does a call's work; who leads computes on the thread that awaits.</summary>
    /// <inheritdoc cref="Run" path="/exception"/>
    public async Task RunAsync(QueuedCall call, CancellationToken cancellation)
    {
        bool leads = Join(call);
        if (!leads)
        {
            try
            {
                leads = await call.Wake.WaitAsync(cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Leave(call);
                throw;
            }
        }

        if (leads) Lead(call, cancellation);
        call.ThrowIfFailed();
    }

    /// <summary>Waits for the batch that is running; calls that wait and those that come later fail.</summary>
    /// <returns>Whether it was open: one of several callers is told so.</returns>
    public bool Close()
    {
        lock (_gate)
        {
            bool open = !_closed;
            _closed = true;
            foreach (QueuedCall call in _waiting.All) call.Fail(Disposed());
            while (_led) Monitor.Wait(_gate);
            return open;
        }
    }

    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public void ThrowIfClosed()
    {
        lock (_gate)
        {
            if (_closed) throw Disposed();
        }
    }

    private ObjectDisposedException Disposed() => new(name);

    // Whether the caller leads at once, as nobody does.
    private bool Join(QueuedCall call)
    {
        lock (_gate)
        {
            if (_closed) throw Disposed();
            _waiting.Add(call);
            if (_led) return false;
            return _led = true;
        }
    }

    private void Lead(QueuedCall call, CancellationToken cancellation)
    {
        try
        {
            while (TakeBatch(call, cancellation))
            {
                RunBatch();
                CompleteBatch();
            }
        }
        finally
        {
            lock (_gate) HandOver(call);
        }
    }

    private bool TakeBatch(QueuedCall leader, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (leader.IsSettled) return false;
            if (_closed) throw Disposed();
            cancellation.ThrowIfCancellationRequested();
            _waiting.Fill(_batch);
            return true;
        }
    }

    private void RunBatch()
    {
        try
        {
            if (_batch.Alone is { } alone) alone();
            else Predict();
        }
        catch (Exception error)
        {
            if (_batch.Owners.Count == 1) Fail(_batch.Owners[0], error);
            else RunOneByOne();
        }
    }

    private void Predict()
    {
        long start = Stopwatch.GetTimestamp();
        predict(_batch.Sequences);
        telemetry?.Ran(start, _batch.Sequences);
    }

    // A sequence that cannot be predicted fails its own call and no other.
    private void RunOneByOne()
    {
        for (int i = 0; i < _batch.Owners.Count; i++)
        {
            try
            {
                predict([_batch.Sequences[i]]);
            }
            catch (Exception error)
            {
                Fail(_batch.Owners[i], error);
            }
        }
    }

    private void CompleteBatch()
    {
        lock (_gate)
        {
            foreach (QueuedCall call in _batch.Owners) call.Complete();
        }
    }

    private void Fail(QueuedCall call, Exception error)
    {
        lock (_gate)
        {
            call.Fail(error);
            _waiting.Remove(call);
        }
    }

    private void Leave(QueuedCall call)
    {
        lock (_gate)
        {
            if (call.Wake is { IsCompleted: true, Result: true }) HandOver(call);
            else _waiting.Remove(call);
        }
    }

    private void HandOver(QueuedCall leader)
    {
        _waiting.Remove(leader);
        if (!_closed && _waiting.FirstOpen() is { } next)
        {
            next.Lead();
            return;
        }

        _waiting.Clear();
        _led = false;
        Monitor.PulseAll(_gate);
    }
}
