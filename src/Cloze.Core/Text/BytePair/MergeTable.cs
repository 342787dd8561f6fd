using System.Runtime.CompilerServices;

namespace Cloze.Text;

/// <summary>Which two pieces merge into which, and how early: an open-addressed table of pairs.</summary>
internal sealed class MergeTable
{
    /// <summary>The rank of a pair that does not merge.</summary>
    public const int None = int.MaxValue;

    private readonly Entry[] _entries;
    private readonly int _shift;

    /// <summary>Builds the table; of a pair that is there twice the later rank counts, as for the reference.</summary>
    /// <param name="merges">The pairs with what they become, the first to be merged first.</param>
    public MergeTable(IReadOnlyList<(int Left, int Right, int Merged)> merges)
    {
        int bits = 4;
        while ((1L << bits) < 2L * merges.Count) bits++;
        _entries = new Entry[1 << bits];
        _shift = 64 - bits;
        for (int rank = 0; rank < merges.Count; rank++)
        {
            (int left, int right, int merged) = merges[rank];
            Find(Key(left, right)) = new Entry { Key = Key(left, right), Rank = rank, Merged = merged };
        }
    }

    /// <summary>
    /// The rank of a pair, low ones first, and the piece it becomes; <see cref="None"/> for no merge.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Rank(int left, int right, out int merged)
    {
        ref Entry entry = ref Find(Key(left, right));
        merged = entry.Merged;
        return entry.Key == 0 ? None : entry.Rank;
    }

    // No key is 0.
    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | ((uint)right + 1u);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry Find(ulong key)
    {
        int at = (int)((key * 0x9E3779B97F4A7C15) >> _shift);
        while (true)
        {
            ref Entry entry = ref _entries[at];
            if (entry.Key == key || entry.Key == 0) return ref entry;
            at = (at + 1) & (_entries.Length - 1);
        }
    }

    private struct Entry
    {
        public ulong Key;
        public int Rank;
        public int Merged;
    }
}
