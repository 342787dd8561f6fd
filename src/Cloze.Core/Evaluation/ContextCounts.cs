using System.Runtime.InteropServices;

namespace Cloze.Evaluation;

/// <summary>
/// How often each piece stands in some contexts, such as behind a certain piece; contexts are numbered from 0.
/// </summary>
internal sealed class ContextCounts
{
    private readonly int[] _starts;
    private readonly int[] _pieces;
    private readonly int[] _counts;

    private ContextCounts(int[] starts, int[] pieces, int[] counts) =>
        (_starts, _pieces, _counts) = (starts, pieces, counts);

    /// <summary>Counts places.</summary>
    /// <param name="places">The context and the piece of each, as context * 2^32 + piece; is sorted.</param>
    /// <param name="contexts">Number of contexts.</param>
    public static ContextCounts Of(List<long> places, int contexts)
    {
        Span<long> sorted = CollectionsMarshal.AsSpan(places);
        sorted.Sort();
        int[] starts = new int[contexts + 1];
        List<int> pieces = [], counts = [];
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && sorted[i] == sorted[i - 1])
            {
                counts[^1]++;
                continue;
            }

            pieces.Add((int)sorted[i]);
            counts.Add(1);
            starts[(int)(sorted[i] >> 32) + 1] = pieces.Count;
        }

        // A context without any place ends where the one before does.
        for (int i = 1; i <= contexts; i++) starts[i] = Math.Max(starts[i], starts[i - 1]);
        return new ContextCounts(starts, [.. pieces], [.. counts]);
    }

    /// <summary>The pieces that stand in a context, rising.</summary>
    public ReadOnlySpan<int> Pieces(int context) => _pieces.AsSpan(_starts[context].._starts[context + 1]);

    /// <summary>How often each of these stands there.</summary>
    public ReadOnlySpan<int> Counts(int context) => _counts.AsSpan(_starts[context].._starts[context + 1]);

    /// <summary>How often a piece stands there.</summary>
    public int Count(int context, int piece)
    {
        int place = Pieces(context).BinarySearch(piece);
        return place < 0 ? 0 : Counts(context)[place];
    }
}
