using System.Runtime.InteropServices;

namespace Cloze.Data;

/// <summary>
/// Signatures of sets: the share of their bytes that two have in common estimates the share of elements that the sets
/// have in common (Broder 1997). One hash an element: it falls into one of 128 bins, of which each keeps the least
/// (Li et al. 2012); a bin without any takes another's by a fixed sequence of tries (Shrivastava 2017).
/// </summary>
internal static class MinHash
{
    /// <summary>Bins, of which each gives a byte.</summary>
    public const int Bins = 128;

    /// <summary>A signature in 64-bit numbers; each is a band of eight bins.</summary>
    public const int Bands = Bins / 8;

    private const double ByChance = 1 / 256.0;

    /// <summary>Writes the signature of a set.</summary>
    /// <param name="hashes">Hashes of its elements, of which each may come several times; not empty.</param>
    /// <param name="signature">Receives it, [16].</param>
    public static void Sign(List<ulong> hashes, Span<ulong> signature)
    {
        Span<ulong> least = stackalloc ulong[Bins];
        least.Fill(ulong.MaxValue);
        foreach (ulong hash in hashes)
        {
            int bin = (int)(hash >> 57);
            least[bin] = Math.Min(least[bin], hash & (ulong.MaxValue >> 7));
        }

        Span<byte> bytes = MemoryMarshal.AsBytes(signature);
        for (int bin = 0; bin < Bins; bin++)
        {
            // The bin is part of what is hashed: two sets of one element each would else differ in a single byte.
            bytes[bin] = (byte)Shingles.Mix(least[Filled(least, bin)] + ((ulong)bin << 57));
        }
    }

    /// <summary>The estimated share of elements that two sets have in common, of all that either has, 0 to 1.</summary>
    public static double Similarity(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        ReadOnlySpan<byte> a = MemoryMarshal.AsBytes(left), b = MemoryMarshal.AsBytes(right);
        int same = 0;
        for (int i = 0; i < Bins; i++) same += a[i] == b[i] ? 1 : 0;
        return Math.Max(0, (((double)same / Bins) - ByChance) / (1 - ByChance));
    }

    private static int Filled(ReadOnlySpan<ulong> least, int bin)
    {
        int filled = bin;
        for (ulong attempt = 1; least[filled] == ulong.MaxValue; attempt++)
        {
            filled = (int)(Shingles.Mix(((ulong)bin << 32) + attempt) >> 57);
        }

        return filled;
    }
}
