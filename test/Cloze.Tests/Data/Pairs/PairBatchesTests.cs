using Cloze.Data;
using Cloze.Masking;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class PairBatchesTests
{
    private static readonly MaskingOptions s_masking = new() { MaskRate = 0.3 };
    private static readonly PairOptions s_options = new() { SequenceLength = 24 };

    [Fact]
    public void ASequenceIsTwoTextsBetweenSpecialPiecesWithTheirTypes()
    {
        using SentenceStore store = TinySentences.Store("5 6 7\n8 9", "10 11");
        var reader = new PairReader(store, 24);
        reader.Read(new SentencePair(new TokenSpan(0, 1, 3), new TokenSpan(1, 0, 2), 1, 0));
        Assert.Equal([2, 6, 7, 8, 3, 10, 11, 3], reader.Ids.ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1], reader.Types.ToArray());
        reader.Read(new SentencePair(new TokenSpan(1, 0, 2), default, SentencePair.NotAsked, 0));
        Assert.Equal([2, 10, 11, 3], reader.Ids.ToArray());
        Assert.Equal([0, 0, 0, 0], reader.Types.ToArray());
    }

    [Fact]
    public void BatchesHoldMaskedPairsWithTheirLabels()
    {
        using SentenceStore store = TinySentences.Store(TinySentences.Documents(70, 12, 9));
        var batches = new PairBatches(store, s_options, s_masking, seed: 4);
        var walk = new PairWalk(store, s_options, 4);
        var reader = new PairReader(store, 24);
        TokenBatch batch = batches.CreateBatch(100);
        int masked = 0, ordinary = 0;
        for (int i = 0; i < 60; i++)
        {
            batches.Fill(batch);
            Assert.InRange(batch.TokenCount, 100 - 24, 100);
            int[] truth = Unmasked(batch);
            for (int s = 0; s < batch.SequenceCount; s++, walk.Advance())
            {
                Range row = batch.Starts[s]..batch.Starts[s + 1];
                reader.Read(walk.Current);
                Assert.Equal(reader.Ids.ToArray(), truth[row]);
                Assert.Equal(reader.Types.ToArray(), batch.Types[row].ToArray());
                Assert.Equal(walk.Current.Label, batch.NextSentenceLabels[s]);
            }

            Every.Item(batch.Labels.ToArray(), label => Assert.True(label >= TinyCorpus.SpecialCount));
            masked += batch.MaskedCount;
            ordinary += truth.Count(id => id >= TinyCorpus.SpecialCount);
        }

        Assert.InRange((double)masked / ordinary, 0.28, 0.32);
    }

    [Fact]
    public void BatchesGoOnFromAPositionWithTheSameBits()
    {
        using SentenceStore store = TinySentences.Store(TinySentences.Documents(70, 12, 9));
        var straight = new PairBatches(store, s_options, s_masking, seed: 4);
        TokenBatch batch = straight.CreateBatch(100), other = straight.CreateBatch(100);
        for (int i = 0; i < 40; i++)
        {
            var resumed = new PairBatches(store, s_options, s_masking, 4, straight.Position);
            straight.Fill(batch);
            resumed.Fill(other);
            Assert.Equal(batch.Ids.ToArray(), other.Ids.ToArray());
            Assert.Equal(batch.MaskedRows.ToArray(), other.MaskedRows.ToArray());
            Assert.Equal(batch.NextSentenceLabels.ToArray(), other.NextSentenceLabels.ToArray());
            Assert.Equal(straight.Position, resumed.Position);
        }

        Assert.InRange(straight.Epochs, 1, 20);
    }

    [Fact]
    public void ABatchThatIsTooSmallIsRefused()
    {
        using SentenceStore store = TinySentences.Store("5 6 7\n8 9", "10 11");
        var batches = new PairBatches(store, s_options, s_masking, seed: 4);
        var error = Assert.Throws<ClozeException>(() => batches.CreateBatch(23));
        Assert.Equal("A batch of 23 tokens cannot hold a sequence of 24.", error.Message);
    }

    [Fact]
    public void TheCountsAreThoseOfTheFirstPass()
    {
        string[] documents = TinySentences.Documents(70, 12, 9);
        using SentenceStore store = TinySentences.Store(documents);
        var counts = PairCounts.Count(store, s_options, seed: 4, TestContext.Current.CancellationToken);
        var walk = new PairWalk(store, s_options, 4);
        int[] labels = new int[2];
        for (; walk.Position.Epoch == 0; walk.Advance()) labels[walk.Current.Label]++;
        Assert.Equal(new PairCounts(labels[0] + labels[1], labels[0], labels[1]), counts);
        Assert.Equal(labels[1] / (double)counts.Pairs, counts.ChangedShare);
        Assert.Equal(0, new PairCounts(3, 0, 0).ChangedShare);
    }

    private static int[] Unmasked(TokenBatch batch)
    {
        int[] ids = batch.Ids.ToArray();
        for (int i = 0; i < batch.MaskedCount; i++) ids[batch.MaskedRows[i]] = batch.Labels[i];
        return ids;
    }
}
