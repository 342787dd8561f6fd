using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Masking;
using Cloze.Tests.Data;
using Xunit;

namespace Cloze.Tests.Evaluation;

public sealed class FrequencyBaselineTests
{
    private const int Vocabulary = 12;

    /// <summary>
    /// Of 15 tokens and 12 pieces, half an occurrence more for each: (count + 0.5) / 21. A piece that never occurs
    /// comes after all that do.
    /// </summary>
    [Theory]
    [InlineData(5, 5, 1, 1)]
    [InlineData(6, 4, 0, 1)]
    [InlineData(9, 1, 0, 1)]
    [InlineData(11, 0, 0, 0)]
    public void The_score_of_a_piece_follows_from_its_count(int piece, int count, double first, double amongFive)
    {
        PieceTable pieces = TinyCorpus.Pieces(Vocabulary);
        using TokenStore training = TinyCorpus.Store(["5 5 5 5 5 6 6 6", "6 7 7 7 8 8 9"], 128, 1, Vocabulary);
        using TokenStore heldOut = TinyCorpus.Store(
            [string.Join(' ', Enumerable.Repeat(piece, 40))], 128, 1, Vocabulary);

        EvaluationResult result = FrequencyBaseline.Evaluate(
            CorpusCounts.Count(training, pieces, cancellation: TestContext.Current.CancellationToken),
            new EvaluationSet(heldOut, pieces),
            128);

        Assert.Equal(-Math.Log((count + 0.5) / 21), result.Loss, 1e-12);
        Assert.Equal(first, result.Top1Accuracy);
        Assert.Equal(amongFive, result.Top5Accuracy);
        Assert.Equal(6, result.MaskedTokens);
    }
}
