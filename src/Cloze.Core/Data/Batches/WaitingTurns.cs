using System.Runtime.CompilerServices;

namespace Cloze.Data;

/// <summary>
/// Turns that have come and are in no batch yet, oldest first; at most <see cref="Most"/>. A value, so that a position
/// is kept without allocation.
/// </summary>
internal struct WaitingTurns : IEquatable<WaitingTurns>
{
    /// <summary>The most turns that wait.</summary>
    public const int Most = 64;

    private Slots _turns;

    /// <summary>Turns that wait.</summary>
    public int Count { get; private set; }

    /// <summary>The turn at an index, 0 for the oldest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such turn.</exception>
    public readonly SequenceTurn this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return _turns[index];
        }
    }

    /// <summary>The turns of a list.</summary>
    /// <exception cref="ArgumentException">There are more than may wait.</exception>
    public static WaitingTurns Of(IReadOnlyList<SequenceTurn> turns)
    {
        if (turns.Count > Most) throw new ArgumentException($"{turns.Count} turns, expected at most {Most}.");
        var waiting = default(WaitingTurns);
        foreach (SequenceTurn turn in turns) waiting.Add(turn);
        return waiting;
    }

    /// <summary>Appends the youngest.</summary>
    /// <exception cref="InvalidOperationException">As many wait as may.</exception>
    public void Add(SequenceTurn turn)
    {
        if (Count == Most) throw new InvalidOperationException($"{Most} turns wait already.");
        _turns[Count++] = turn;
    }

    /// <summary>Takes out those whose bits are set, bit 0 for the oldest.</summary>
    public void Remove(ulong taken)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (((taken >> i) & 1) == 0) _turns[kept++] = _turns[i];
        }

        Count = kept;
    }

    /// <summary>The turns as a list.</summary>
    public readonly SequenceTurn[] ToArray()
    {
        var turns = new SequenceTurn[Count];
        for (int i = 0; i < turns.Length; i++) turns[i] = _turns[i];
        return turns;
    }

    /// <inheritdoc/>
    public readonly bool Equals(WaitingTurns other)
    {
        if (Count != other.Count) return false;
        for (int i = 0; i < Count; i++)
        {
            if (_turns[i] != other._turns[i]) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is WaitingTurns other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => Count == 0 ? 0 : HashCode.Combine(Count, _turns[0]);

    [InlineArray(Most)]
    private struct Slots
    {
        private SequenceTurn _first;
    }
}
