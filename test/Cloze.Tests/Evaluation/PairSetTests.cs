using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Models;
using Cloze.Tests.Data;
using Cloze.Tests.Models;
using Xunit;

namespace Cloze.Tests.Evaluation;

public sealed class PairSetTests
{
    private static readonly PairOptions s_options = new() { SequenceLength = 24 };

    [Fact]
    public void The_pairs_never_change_and_their_hash_names_them()
    {
        string[] documents = TinySentences.Documents(60, 8, 9);
        using SentenceStore store = TinySentences.Store(documents), same = TinySentences.Store(documents);
        using SentenceStore other = TinySentences.Store(TinySentences.Documents(60, 8, 9, seed: 2));
        PairSet set = PairSet.TryCreate(store, s_options)!;
        Assert.Equal(set.PairHash, PairSet.TryCreate(same, s_options)!.PairHash);
        Assert.NotEqual(set.PairHash, PairSet.TryCreate(other, s_options)!.PairHash);
        Assert.Equal(64, set.PairHash.Length);
    }

    [Fact]
    public void Every_pair_is_asked_once_and_none_is_masked()
    {
        using SentenceStore store = TinySentences.Store(TinySentences.Documents(60, 8, 9));
        PairSet set = PairSet.TryCreate(store, s_options)!;
        int count = 0, changed = 0;
        foreach (TokenBatch batch in set.Batches(set.CreateBatch(100)))
        {
            Assert.Equal(0, batch.MaskedCount);
            Assert.DoesNotContain(TinyCorpus.MaskId, batch.Ids.ToArray());
            Every.Item(batch.NextSentenceLabels.ToArray(), label => Assert.InRange(label, 0, 1));
            count += batch.SequenceCount;
            changed += batch.NextSentenceLabels.ToArray().Sum();
        }

        Assert.Equal(set.Count, count);
        Assert.Equal(set.Majority, Math.Max(changed, count - changed) / (double)count);
    }

    [Fact]
    public void A_sample_has_about_the_tokens_asked_for()
    {
        using SentenceStore store = TinySentences.Store(TinySentences.Documents(60, 8, 9));
        PairSet all = PairSet.TryCreate(store, s_options)!;
        PairSet sample = PairSet.TryCreate(store, s_options, maximumTokens: 480)!;
        Assert.InRange(sample.Count, 20, 60);
        Assert.True(sample.Count < all.Count);
        Assert.NotEqual(all.PairHash, sample.PairHash);
    }

    [Fact]
    public void One_document_has_no_next_sentence_and_single_sentences_no_order()
    {
        using SentenceStore one = TinySentences.Store("5 6\n7 8\n9");
        Assert.Null(PairSet.TryCreate(one, s_options));
        Assert.NotNull(PairSet.TryCreate(one, s_options with { Rule = PairRule.SentenceOrder, ShortShare = 0 }));
        using SentenceStore singles = TinySentences.Store("5 6", "7 8", "9");
        Assert.Null(PairSet.TryCreate(singles, s_options));
        Assert.Null(PairSet.TryCreate(singles, s_options with { Rule = PairRule.SentenceOrder }));
    }

    [Theory]
    [MemberData(nameof(TestBackends.All), MemberType = typeof(TestBackends))]
    public void The_result_is_the_mean_over_the_pairs(string name)
    {
        using var backend = TestBackends.Create(name);
        EncoderConfig config = TinyModel.Config with { VocabularySize = 1000, MaximumPositions = 24 };
        using EncoderModel model = TinyModel.Create(backend, config);
        using SentenceStore store = TinySentences.Store(TinySentences.Documents(30, 8, 9));
        PairSet set = PairSet.TryCreate(store, s_options)!;
        using var evaluator = new Evaluator(model, 100);

        NextSentenceResult result = evaluator.Evaluate(set, TestContext.Current.CancellationToken);

        using var inference = new EncoderInference(model, 24, 8);
        var losses = new List<double>();
        foreach (TokenBatch batch in set.Batches(set.CreateBatch(24)))
        {
            float[] logits = new float[2 * batch.SequenceCount];
            inference.Encode(batch);
            inference.NextSentenceLogits(logits);
            for (int s = 0; s < batch.SequenceCount; s++)
            {
                int label = batch.NextSentenceLabels[s];
                double difference = logits[(2 * s) + 1 - label] - logits[(2 * s) + label];
                losses.Add(Math.Log(1 + Math.Exp(difference)));
            }
        }

        Assert.Equal(set.Count, losses.Count);
        Assert.Equal((set.Count, set.Majority, set.PairHash), (result.Pairs, result.Majority, result.PairHash));
        Assert.Equal(losses.Average(), result.Loss, 1e-5);
        Assert.Equal(losses.Count(loss => loss < Math.Log(2)) / (double)losses.Count, result.Accuracy, 0.05);
        Assert.InRange(result.Margin, 0, 1);
    }

    [Fact]
    public void A_batch_that_is_too_small_is_refused()
    {
        using SentenceStore store = TinySentences.Store(TinySentences.Documents(30, 8, 9));
        PairSet set = PairSet.TryCreate(store, s_options)!;
        var error = Assert.Throws<ClozeException>(() => set.CreateBatch(23));
        Assert.Equal("A batch of 23 tokens cannot hold a sequence of 24.", error.Message);
    }
}
