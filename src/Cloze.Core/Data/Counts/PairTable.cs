namespace Cloze.Data;

/// <summary>
/// Counts of unordered pairs of pieces in an open hash table that grows up to a bound. When it is full, the rarest
/// pairs are dropped (lossy counting, Manku and Motwani 2002), so that memory stays bounded on any corpus.
/// </summary>
internal sealed class PairTable
{
    private const int FirstSlots = 1 << 12;
    private readonly int _capacity;
    private ulong[] _keys = new ulong[FirstSlots];
    private uint[] _counts = new uint[FirstSlots];

    /// <param name="capacity">The most distinct pairs.</param>
    public PairTable(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>Distinct pairs held.</summary>
    public int Count { get; private set; }

    /// <summary>By how much a pair's count may be too low because it was dropped before: 0 where none was.</summary>
    public long Shortfall { get; private set; }

    /// <summary>Counts a pair once more; (a, b) and (b, a) are the same.</summary>
    public void Add(int a, int b)
    {
        ulong key = ((ulong)(uint)Math.Min(a, b) << 32) | (uint)Math.Max(a, b);
        int slot = Slot(key);
        if (_counts[slot] == 0)
        {
            if (Count == _capacity) Prune();
            if (4L * Count >= 3L * _keys.Length) Rebuild(2 * _keys.Length, dropUpTo: 0);
            slot = Slot(key);
            _keys[slot] = key;
            Count++;
        }

        if (_counts[slot] < uint.MaxValue) _counts[slot]++;
    }

    /// <summary>All pairs (smaller id, larger id, count), in the order of the ids.</summary>
    public PairCount[] Sorted()
    {
        ulong[] keys = new ulong[Count];
        uint[] counts = new uint[Count];
        int next = 0;
        for (int slot = 0; slot < _keys.Length; slot++)
        {
            if (_counts[slot] == 0) continue;
            keys[next] = _keys[slot];
            counts[next++] = _counts[slot];
        }

        Array.Sort(keys, counts);
        var pairs = new PairCount[Count];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = new PairCount((int)(keys[i] >> 32), (int)(uint)keys[i], counts[i]);
        }

        return pairs;
    }

    /// <summary>Drops all pairs up to the lowest count that frees at least a quarter of the room.</summary>
    private void Prune()
    {
        var histogram = new SortedDictionary<uint, int>();
        foreach (uint count in _counts)
        {
            if (count > 0) histogram[count] = histogram.GetValueOrDefault(count) + 1;
        }

        int freed = 0;
        uint dropUpTo = 0;
        foreach ((uint count, int pairs) in histogram)
        {
            dropUpTo = count;
            freed += pairs;
            if (4L * freed >= _capacity) break;
        }

        Rebuild(_keys.Length, dropUpTo);
        Shortfall += dropUpTo;
    }

    private void Rebuild(int slots, uint dropUpTo)
    {
        ulong[] keys = _keys;
        uint[] counts = _counts;
        _keys = new ulong[slots];
        _counts = new uint[slots];
        Count = 0;
        for (int old = 0; old < keys.Length; old++)
        {
            if (counts[old] <= dropUpTo) continue;
            int slot = Slot(keys[old]);
            _keys[slot] = keys[old];
            _counts[slot] = counts[old];
            Count++;
        }
    }

    /// <summary>The slot of a key, or the free one where it belongs.</summary>
    private int Slot(ulong key)
    {
        int mask = _keys.Length - 1;
        int slot = (int)((key * 0x9E3779B97F4A7C15) >> 32) & mask;
        while (_counts[slot] != 0 && _keys[slot] != key) slot = (slot + 1) & mask;
        return slot;
    }
}
