using Cloze.Data;
using Cloze.Masking;

namespace Cloze.Evaluation;

/// <summary>
/// Sorts the pieces of a vocabulary into tenths by how often they occur in a text: the most frequent pieces that make
/// up a tenth of its ordinary tokens together are the first tenth, the rarest the last. A piece belongs where the
/// middle of its occurrences falls, so that one that makes up a fifth of a text by itself leaves a tenth empty.
/// </summary>
internal sealed class FrequencyTenths
{
    /// <summary>The number of tenths.</summary>
    public const int Count = 10;

    private const int ExamplesOfTenth = 4;
    private readonly byte[] _tenths;
    private readonly int[][] _examples;

    private FrequencyTenths(byte[] tenths, int[][] examples, long tokens)
    {
        _tenths = tenths;
        _examples = examples;
        Tokens = tokens;
    }

    /// <summary>Ordinary tokens of the text.</summary>
    public long Tokens { get; }

    /// <summary>The tenth of a piece, from 0 for the most frequent.</summary>
    public int this[int id] => _tenths[id];

    /// <summary>Counts a text and sorts its pieces; of equals the lower id comes first.</summary>
    /// <exception cref="ClozeException">The store is damaged.</exception>
    public static FrequencyTenths Of(ISequenceSource store, PieceTable pieces)
    {
        long[] counts = CountPieces(store, pieces);
        long total = counts.Sum(), before = 0;
        var tenths = new byte[counts.Length];
        var examples = new List<int>[Count];
        for (int tenth = 0; tenth < Count; tenth++) examples[tenth] = [];
        Array.Fill(tenths, (byte)(Count - 1));
        foreach (int id in Enumerable.Range(0, counts.Length).Where(id => counts[id] > 0)
            .OrderByDescending(id => counts[id]).ThenBy(id => id))
        {
            double middle = (before + (counts[id] / 2.0)) / total;
            tenths[id] = (byte)Math.Min((int)(Count * middle), Count - 1);
            before += counts[id];
            if (examples[tenths[id]].Count < ExamplesOfTenth) examples[tenths[id]].Add(id);
        }

        return new FrequencyTenths(tenths, [.. examples.Select(ids => ids.ToArray())], total);
    }

    /// <summary>The most frequent pieces of a tenth.</summary>
    public IReadOnlyList<int> ExamplesOf(int tenth) => _examples[tenth];

    private static long[] CountPieces(ISequenceSource store, PieceTable pieces)
    {
        var counts = new long[pieces.Count];
        var row = new int[store.SequenceLength];
        for (long sequence = 0; sequence < store.Count; sequence++)
        {
            foreach (int id in row.AsSpan(0, store.Read(sequence, row)))
            {
                if (!pieces.IsSpecial(id)) counts[id]++;
            }
        }

        return counts;
    }
}
