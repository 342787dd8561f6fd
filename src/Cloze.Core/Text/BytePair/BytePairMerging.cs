namespace Cloze.Text;

/// <summary>
/// Merges the symbols of a word by the ranks of a table: again and again the pair of the lowest rank, of equal ones the
/// leftmost (Sennrich et al. 2016). Short words are searched for it; long ones keep all pairs in a queue, so that a
/// word of n symbols takes n log n steps, whatever is in it.
/// </summary>
internal static class BytePairMerging
{
    /// <summary>Words of more symbols take the queue.</summary>
    public const int LongestSearched = 48;

    /// <summary>Merges what merges, in place.</summary>
    /// <param name="table">What merges.</param>
    /// <param name="ids">The symbols.</param>
    /// <param name="ends">Where each of them ends in the word.</param>
    /// <returns>How many symbols are left, at the beginning of both spans.</returns>
    public static int Merge(MergeTable table, Span<int> ids, Span<int> ends) => ids.Length <= LongestSearched
        ? Search(table, ids, ends)
        : MergeLong(table, ids, ends);

    private static int Search(MergeTable table, Span<int> ids, Span<int> ends)
    {
        int count = ids.Length;
        Span<int> ranks = stackalloc int[LongestSearched];
        Span<int> merged = stackalloc int[LongestSearched];
        for (int i = 0; i + 1 < count; i++) ranks[i] = table.Rank(ids[i], ids[i + 1], out merged[i]);
        while (count > 1 && Lowest(ranks[..(count - 1)]) is int at && ranks[at] != MergeTable.None)
        {
            ids[at] = merged[at];
            ends[at] = ends[at + 1];
            count--;
            ids[(at + 2)..(count + 1)].CopyTo(ids[(at + 1)..]);
            ends[(at + 2)..(count + 1)].CopyTo(ends[(at + 1)..]);
            if (at + 1 < count)
            {
                ranks[(at + 1)..count].CopyTo(ranks[at..]);
                merged[(at + 1)..count].CopyTo(merged[at..]);
                ranks[at] = table.Rank(ids[at], ids[at + 1], out merged[at]);
            }

            if (at > 0) ranks[at - 1] = table.Rank(ids[at - 1], ids[at], out merged[at - 1]);
        }

        return count;
    }

    private static int Lowest(ReadOnlySpan<int> ranks)
    {
        int lowest = 0;
        for (int i = 1; i < ranks.Length; i++)
        {
            if (ranks[i] < ranks[lowest]) lowest = i;
        }

        return lowest;
    }

    // A symbol that was merged into the one before it has the id -1. An entry of the queue counts only while the pair
    // that it was made for still stands there.
    private static int MergeLong(MergeTable table, Span<int> ids, Span<int> ends)
    {
        int[] next = new int[ids.Length], previous = new int[ids.Length];
        var queue = new PriorityQueue<(int Left, int Right), long>(ids.Length);
        for (int i = 0; i < ids.Length; i++)
        {
            next[i] = i + 1;
            previous[i] = i - 1;
            if (i + 1 < ids.Length) Enqueue(queue, table, i, ids[i], ids[i + 1]);
        }

        while (queue.TryDequeue(out (int Left, int Right) pair, out long priority))
        {
            int at = (int)(priority & int.MaxValue), second = ids[at] == pair.Left ? next[at] : ids.Length;
            if (second >= ids.Length || ids[second] != pair.Right) continue;
            table.Rank(pair.Left, pair.Right, out ids[at]);
            ends[at] = ends[second];
            ids[second] = -1;
            int after = next[at] = next[second];
            if (after < ids.Length)
            {
                previous[after] = at;
                Enqueue(queue, table, at, ids[at], ids[after]);
            }

            if (previous[at] >= 0) Enqueue(queue, table, previous[at], ids[previous[at]], ids[at]);
        }

        return Compact(ids, ends);
    }

    private static void Enqueue(
        PriorityQueue<(int Left, int Right), long> queue, MergeTable table, int at, int left, int right)
    {
        int rank = table.Rank(left, right, out _);
        if (rank != MergeTable.None) queue.Enqueue((left, right), ((long)rank << 31) | (uint)at);
    }

    private static int Compact(Span<int> ids, Span<int> ends)
    {
        int count = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] < 0) continue;
            ids[count] = ids[i];
            ends[count++] = ends[i];
        }

        return count;
    }
}
