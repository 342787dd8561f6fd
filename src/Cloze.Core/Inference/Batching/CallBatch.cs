using Cloze.Predictions;

namespace Cloze.Inference;

/// <summary>What is run next: sequences of some calls, or what one call does alone.</summary>
/// <param name="tokenCapacity">The most tokens; a longer sequence is run by itself.</param>
/// <param name="telemetry">Is told how long a call waited; null for nobody.</param>
internal sealed class CallBatch(int tokenCapacity, EngineTelemetry? telemetry)
{
    private readonly List<BatchSequence> _sequences = [];
    private readonly List<QueuedCall> _owners = [];
    private int _room;

    /// <summary>The sequences.</summary>
    public IReadOnlyList<BatchSequence> Sequences => _sequences;

    /// <summary>Whose each sequence is, or the one call that does something alone.</summary>
    public IReadOnlyList<QueuedCall> Owners => _owners;

    /// <summary>What is done alone; null where sequences are predicted.</summary>
    public Action? Alone { get; private set; }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        _sequences.Clear();
        _owners.Clear();
        Alone = null;
        _room = tokenCapacity;
    }

    /// <summary>Takes what a call has left and there is room for; false where something of it is left.</summary>
    public bool TryTakeAll(QueuedCall call)
    {
        if (call.IsSettled) return true;
        if (Alone is not null) return false;
        if (call.Alone is not null)
        {
            if (_owners.Count > 0) return false;
            Alone = call.Alone;
            _owners.Add(call);
            return true;
        }

        while (call.Next is { } sequence)
        {
            if (sequence.TokenCount > _room && _sequences.Count > 0) return false;
            if (call.Taken == 0) telemetry?.Waited(call.Joined);
            _room -= sequence.TokenCount;
            _sequences.Add(sequence);
            _owners.Add(call);
            call.Take();
        }

        return true;
    }
}
