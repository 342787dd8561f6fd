using Cloze.Data;
using Cloze.Models;

namespace Cloze.Evaluation;

/// <summary>What guessing by word frequency alone reaches: the mark a model has to leave behind.</summary>
internal static class FrequencyBaseline
{
    /// <summary>Evaluates the frequencies of the training part on held-out text.</summary>
    /// <exception cref="ClozeException">The set has no masked token.</exception>
    public static EvaluationResult Evaluate(CorpusCounts counts, EvaluationSet set, int batchTokens)
    {
        int[] ranks = Ranks(counts);
        var sum = new EvaluationSum();
        foreach (TokenBatch filled in set.Batches(set.CreateBatch(batchTokens)))
        {
            foreach (int label in filled.Labels) sum.Add(-counts.LogProbability(label), ranks[label]);
        }

        return sum.ToResult(set.MaskHash);
    }

    /// <summary>How many pieces are more frequent than each; of equals the lower id comes first.</summary>
    private static int[] Ranks(CorpusCounts counts)
    {
        var ids = new int[counts.VocabularySize];
        for (int id = 0; id < ids.Length; id++) ids[id] = id;
        var occurrences = counts.Pieces.ToArray();
        Array.Sort(ids, (left, right) =>
            occurrences[left] != occurrences[right]
                ? occurrences[right].CompareTo(occurrences[left])
                : left.CompareTo(right));
        var ranks = new int[ids.Length];
        for (int rank = 0; rank < ids.Length; rank++) ranks[ids[rank]] = rank;
        return ranks;
    }
}
