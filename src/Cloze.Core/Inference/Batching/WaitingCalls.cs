namespace Cloze.Inference;

/// <summary>
/// The calls that wait, in two rows. A new one is served in the order of coming until it has had a whole batch; who
/// asks for more, as the score of a long text with its hundreds of sequences does, goes on in the second row. There the
/// oldest is served to its end, so that of more calls than there is time for some are answered, and not all too late.
/// Batches begin with the first row and with the second by turns: neither is in the other's way for long.
/// </summary>
/// <param name="tokenCapacity">The most tokens of a batch.</param>
internal sealed class WaitingCalls(int tokenCapacity)
{
    private readonly LinkedList<QueuedCall> _first = [];
    private readonly LinkedList<QueuedCall> _second = [];
    private bool _secondBegan;

    /// <summary>All of them.</summary>
    public IEnumerable<QueuedCall> All => _first.Concat(_second);

    /// <summary>Appends a call.</summary>
    public void Add(QueuedCall call) => _first.AddLast(call);

    /// <summary>Takes a call out, where it still waits.</summary>
    public void Remove(QueuedCall call)
    {
        if (!_first.Remove(call)) _second.Remove(call);
    }

    /// <summary>Takes all out.</summary>
    public void Clear()
    {
        _first.Clear();
        _second.Clear();
    }

    /// <summary>The first call that is not settled; null for none.</summary>
    public QueuedCall? FirstOpen() => All.FirstOrDefault(call => !call.IsSettled);

    /// <summary>Makes the next batch; calls of which nothing is left wait no more.</summary>
    public void Fill(CallBatch batch)
    {
        batch.Clear();
        _secondBegan = _second.Count > 0 && (_first.Count == 0 || !_secondBegan);
        if (_secondBegan) Take(_second, batch);
        Take(_first, batch);
        if (!_secondBegan) Take(_second, batch);
        if (_first.First is not { } next || next.Value.TakenTokens < tokenCapacity) return;
        _first.RemoveFirst();
        _second.AddLast(next);
    }

    private static void Take(LinkedList<QueuedCall> row, CallBatch batch)
    {
        while (row.First is { } next && batch.TryTakeAll(next.Value)) row.RemoveFirst();
    }
}
