using System.Numerics;

namespace Cloze.Data;

/// <summary>
/// The order of the sequences in each epoch: a permutation that is a pure function of (seed, epoch), computed place by
/// place, so that it takes no memory and any place of any epoch is found at once. Places are 64-bit.
/// </summary>
/// <remarks>
/// A Feistel network (Luby and Rackoff 1988) permutes the numbers below the next power of four; its round function is
/// the keyed generator. Results outside the range are permuted again until they fall inside (Black and Rogaway 2002,
/// "cycle walking"), fewer than four times on average.
/// </remarks>
internal readonly record struct SequenceOrder
{
    private const int Rounds = 6;
    private readonly ulong _seed;
    private readonly int _halfBits;

    /// <summary>Creates the order of <paramref name="count"/> sequences.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public SequenceOrder(long count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Count = count;
        _seed = seed;
        _halfBits = (BitOperations.Log2((ulong)count) / 2) + 1;
    }

    /// <summary>S, the number of sequences.</summary>
    public long Count { get; }

    /// <summary>The sequence at a place of an epoch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The place is not in [0, <see cref="Count"/>).</exception>
    public long this[uint epoch, long place]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)place, (ulong)Count, nameof(place));
            ulong value = (ulong)place;
            do value = Permute(value, epoch);
            while (value >= (ulong)Count);
            return (long)value;
        }
    }

    /// <summary>All numbers below a count, rising; where they are more, an even sample of so many of them.</summary>
    public static IEnumerable<long> Sample(long count, long most, ulong seed)
    {
        if (count <= 0) yield break;
        var order = new SequenceOrder(count, seed);
        bool isSample = count > most;
        for (long place = 0; place < Math.Min(count, most); place++) yield return isSample ? order[0, place] : place;
    }

    private ulong Permute(ulong value, uint epoch)
    {
        ulong mask = (1ul << _halfBits) - 1;
        ulong left = value >> _halfBits;
        ulong right = value & mask;
        for (ulong round = 0; round < Rounds; round++)
        {
            var random = new KeyedRandom(_seed, RandomPurpose.Order, epoch, (round << 32) | right);
            (left, right) = (right, left ^ (random.NextBits() & mask));
        }

        return (left << _halfBits) | right;
    }
}
