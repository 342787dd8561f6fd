using Cloze.Data;

namespace Cloze.Initialization;

/// <summary>Pointwise mutual information of neighbouring pieces (Church and Hanks 1990).</summary>
internal static class MutualInformation
{
    /// <summary>
    /// PPMI(x, y) = max(0, ln(n(x, y) N / (n(x) n(y)))): n(x, y) counts x and y side by side, in both orders; n(x) is
    /// one more than the neighbours of x; N the sum of all n(x). Only the positive values are stored; [V, V].
    /// </summary>
    public static SparseSymmetric Positive(CorpusCounts counts)
    {
        double total = 0;
        foreach (long neighbours in counts.Neighbours) total += neighbours + 1;
        return new SparseSymmetric(counts.VocabularySize, Entries(counts, total));
    }

    private static IEnumerable<(int Row, int Column, float Value)> Entries(CorpusCounts counts, double total)
    {
        foreach (PairCount pair in counts.Pairs)
        {
            double both = pair.First == pair.Second ? 2 * pair.Count : pair.Count;
            double first = counts.Neighbours[pair.First] + 1, second = counts.Neighbours[pair.Second] + 1;
            float value = (float)Math.Log(both * total / (first * second));
            if (value > 0) yield return (pair.First, pair.Second, value);
        }
    }
}
