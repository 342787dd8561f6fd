using System.Numerics;

namespace Cloze.Data;

/// <summary>
/// Chooses which of a few sequences fill a room best. The choice is exact: all sums that some of the lengths reach are
/// found by dynamic programming (Bellman 1957, the subset sum), a bit a sum. Allocates nothing.
/// </summary>
internal sealed class RoomFiller
{
    private const int WordBits = 64;
    private readonly int _words;
    private readonly ulong[] _reached;

    /// <summary>Takes the memory for rooms of up to so many tokens.</summary>
    public RoomFiller(int largestRoom)
    {
        Largest = largestRoom;
        _words = (largestRoom / WordBits) + 1;
        _reached = new ulong[_words * (WaitingTurns.Most + 1)];
    }

    /// <summary>Tokens of the largest room.</summary>
    public int Largest { get; }

    /// <summary>
    /// Bit i is set where candidate i is taken: their lengths together are the greatest sum up to
    /// <paramref name="room"/>. Of several choices it is the one with the earliest candidates.
    /// </summary>
    /// <param name="lengths">Positive lengths of at most <see cref="WaitingTurns.Most"/> candidates.</param>
    /// <param name="room">Tokens that may be filled, at most <see cref="Largest"/>.</param>
    public ulong Choose(ReadOnlySpan<int> lengths, int room)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(room, Largest);
        Row(lengths.Length).Clear();
        Row(lengths.Length)[0] = 1;
        for (int i = lengths.Length - 1; i >= 0; i--) Reach(Row(i + 1), lengths[i], Row(i));
        int sum = Highest(Row(0), room);
        ulong taken = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            if (sum < lengths[i] || !Has(Row(i + 1), sum - lengths[i])) continue;
            taken |= 1ul << i;
            sum -= lengths[i];
        }

        return taken;
    }

    private Span<ulong> Row(int candidate) => _reached.AsSpan(candidate * _words, _words);

    /// <summary>The sums reached without a length, and each of them with it.</summary>
    private static void Reach(ReadOnlySpan<ulong> without, int length, Span<ulong> with)
    {
        int words = length / WordBits, bits = length % WordBits;
        for (int word = 0; word < with.Length; word++)
        {
            ulong moved = 0;
            if (word >= words) moved = without[word - words] << bits;
            if (word > words && bits > 0) moved |= without[word - words - 1] >> (WordBits - bits);
            with[word] = without[word] | moved;
        }
    }

    private static int Highest(ReadOnlySpan<ulong> sums, int room)
    {
        ulong last = sums[room / WordBits] & (ulong.MaxValue >> (WordBits - 1 - (room % WordBits)));
        if (last != 0) return (room / WordBits * WordBits) + BitOperations.Log2(last);
        int word = sums[..(room / WordBits)].LastIndexOfAnyExcept(0ul);
        return (word * WordBits) + BitOperations.Log2(sums[word]);
    }

    private static bool Has(ReadOnlySpan<ulong> sums, int sum) => ((sums[sum / WordBits] >> (sum % WordBits)) & 1) != 0;
}
