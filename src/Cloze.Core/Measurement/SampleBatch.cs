using Cloze.Models;

namespace Cloze.Measurement;

/// <summary>A batch of random words.</summary>
internal static class SampleBatch
{
    /// <summary>Ids below are special pieces in the vocabularies that Cloze trains.</summary>
    private const int FirstWord = 5;

    /// <summary>Random words of the given lengths, the masks evenly spread.</summary>
    /// <param name="lengths">Tokens of each sequence.</param>
    /// <param name="vocabulary">V, above 5.</param>
    /// <param name="maskRate">Share of all tokens that is masked; at least one is.</param>
    public static TokenBatch Create(IReadOnlyList<int> lengths, int vocabulary, double maskRate)
    {
        int tokens = lengths.Sum();
        int masked = Math.Clamp((int)Math.Round(maskRate * tokens), 1, tokens);
        var batch = new TokenBatch(tokens, lengths.Count, masked);
        var random = new KeyedRandom(1, RandomPurpose.Order, 0, 0);
        int[] rows = [.. Enumerable.Range(0, masked).Select(i => (int)((i + 0.5) * tokens / masked))];
        foreach (int length in lengths)
        {
            int start = batch.TokenCount;
            int[] positions = [.. rows.Where(row => row >= start && row < start + length).Select(row => row - start)];
            int[] ids = Words(length, vocabulary, ref random), labels = Words(positions.Length, vocabulary, ref random);
            batch.Add(ids, [], positions, labels);
        }

        return batch;
    }

    private static int[] Words(int count, int vocabulary, ref KeyedRandom random)
    {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) ids[i] = FirstWord + random.NextInteger(vocabulary - FirstWord);
        return ids;
    }
}
