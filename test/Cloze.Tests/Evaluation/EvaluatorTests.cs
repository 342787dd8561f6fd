using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Models;
using Cloze.Tests.Data;
using Cloze.Tests.Models;
using Xunit;

namespace Cloze.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private const int Vocabulary = 30;

    private static readonly EncoderConfig _config = TinyModel.Config with
    {
        VocabularySize = Vocabulary,
        MaximumPositions = 16,
    };

    [Theory]
    [MemberData(nameof(TestBackends.All), MemberType = typeof(TestBackends))]
    public void The_result_is_the_mean_of_the_scores(string name)
    {
        using var backend = TestBackends.Create(name);
        using EncoderModel model = TinyModel.Create(backend, _config);
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(40, 20, Vocabulary), 16, 1, Vocabulary);
        var set = new EvaluationSet(store, TinyCorpus.Pieces(Vocabulary));
        using var evaluator = new Evaluator(model, 100);

        EvaluationResult result = evaluator.Evaluate(set, TestContext.Current.CancellationToken);

        (float[] losses, int[] ranks) = Score(model, set);
        Assert.Equal(losses.Length, result.MaskedTokens);
        Assert.Equal(losses.Average(loss => (double)loss), result.Loss, 1e-5);
        Assert.Equal((double)ranks.Count(rank => rank == 0) / ranks.Length, result.Top1Accuracy, 1e-12);
        Assert.Equal((double)ranks.Count(rank => rank < 5) / ranks.Length, result.Top5Accuracy, 1e-12);
        Assert.Equal(Math.Exp(result.Loss), result.Perplexity);
        Assert.Equal(set.MaskHash, result.MaskHash);
    }

    [Fact]
    public void A_set_without_masks_is_an_error()
    {
        using var backend = TestBackends.Create(TestBackends.Names[0]);
        using EncoderModel model = TinyModel.Create(backend, _config);
        using TokenStore store = TinyCorpus.Store(["1 1", "1"], 16, 1, Vocabulary);
        using var evaluator = new Evaluator(model, 16);

        ClozeException error = Assert.Throws<ClozeException>(() => evaluator.Evaluate(
            new EvaluationSet(store, TinyCorpus.Pieces(Vocabulary)), TestContext.Current.CancellationToken));

        Assert.Equal("The held-out text has no token that could be masked.", error.Message);
        Assert.Equal("Give more text, or a tokenizer that knows its words.", error.Hint);
    }

    /// <summary>Every masked token, in batches of another size than the evaluator's.</summary>
    private static (float[] Losses, int[] Ranks) Score(EncoderModel model, EvaluationSet set)
    {
        TokenBatch batch = set.CreateBatch(16);
        using var inference = new EncoderInference(model, batch.TokenCapacity, batch.SequenceCapacity);
        var losses = new List<float>();
        var ranks = new List<int>();
        foreach (TokenBatch filled in set.Batches(batch))
        {
            if (filled.MaskedCount == 0) continue;
            var someLosses = new float[filled.MaskedCount];
            var someRanks = new int[filled.MaskedCount];
            inference.Score(filled, someLosses, someRanks);
            losses.AddRange(someLosses);
            ranks.AddRange(someRanks);
        }

        return ([.. losses], [.. ranks]);
    }
}
