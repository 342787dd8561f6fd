namespace Cloze.Models;

/// <summary>The losses of a batch, as sums, so that the parts of a step add up.</summary>
/// <param name="MaskedSum">Sum of the cross entropies of the masked rows, in nats.</param>
/// <param name="MaskedCount">M, the number of masked rows.</param>
/// <param name="NextSentenceSum">Sum of the next-sentence cross entropies, in nats.</param>
/// <param name="NextSentenceCount">Number of sequences that were asked for the next sentence.</param>
internal readonly record struct BatchLoss(
    double MaskedSum, int MaskedCount, double NextSentenceSum, int NextSentenceCount)
{
    /// <summary>Number of these whose label the model held likelier.</summary>
    public int NextSentenceCorrect { get; init; }

    /// <summary>Mean cross entropy over the masked rows; 0 where there are none.</summary>
    public double MaskedLanguageModel => MaskedCount == 0 ? 0 : MaskedSum / MaskedCount;

    /// <summary>Mean cross entropy over the sequences asked; 0 where none is.</summary>
    public double NextSentence => NextSentenceCount == 0 ? 0 : NextSentenceSum / NextSentenceCount;

    /// <summary>What training minimises: both means, unweighted.</summary>
    public double Total => MaskedLanguageModel + NextSentence;

    /// <summary>The losses of both batches together.</summary>
    public static BatchLoss operator +(BatchLoss left, BatchLoss right) => new(
        left.MaskedSum + right.MaskedSum,
        left.MaskedCount + right.MaskedCount,
        left.NextSentenceSum + right.NextSentenceSum,
        left.NextSentenceCount + right.NextSentenceCount)
    {
        NextSentenceCorrect = left.NextSentenceCorrect + right.NextSentenceCorrect,
    };
}
