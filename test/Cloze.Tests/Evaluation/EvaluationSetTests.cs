using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Models;
using Cloze.Tests.Data;
using Xunit;

namespace Cloze.Tests.Evaluation;

public class EvaluationSetTests
{
    [Fact]
    public void TheHashIsFixedForEver()
    {
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(40, 60), length: 32);
        var set = new EvaluationSet(store, TinyCorpus.Pieces());
        Assert.StartsWith("2b4d1027bf933159", set.MaskHash);
        Assert.Equal(store.Count, set.SequenceCount);
        Assert.Equal(store.TokenCount, set.TokenCount);
    }

    [Fact]
    public void ASequenceKeepsItsMasksWhateverItsNeighboursAndBatches()
    {
        string[] documents = [.. TinyCorpus.Documents(40, 25)];
        using TokenStore few = TinyCorpus.Store(documents.Skip(20), length: 32);
        using TokenStore many = TinyCorpus.Store(documents, length: 32);
        Dictionary<string, string> all = Masks(many, batchTokens: 32);
        foreach ((string ids, string masks) in Masks(few, batchTokens: 500)) Assert.Equal(masks, all[ids]);
    }

    [Fact]
    public void AboutFifteenPercentAreMaskedAndEverySequenceComesOnce()
    {
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(3000, 100));
        var set = new EvaluationSet(store, TinyCorpus.Pieces());
        int masked = 0, sequences = 0;
        foreach (TokenBatch batch in set.Batches(set.CreateBatch(2048)))
        {
            masked += batch.MaskedCount;
            sequences += batch.SequenceCount;
        }

        Assert.Equal(store.Count, sequences);
        Assert.InRange(masked / (double)(store.TokenCount - (2 * store.Count)), 0.15, 0.153);
    }

    [Fact]
    public void ASampleIsFixedAndOfTheSizeAskedFor()
    {
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(300, 60), length: 32);
        var sample = new EvaluationSet(store, TinyCorpus.Pieces(), maximumTokens: 1000);
        Assert.InRange(sample.TokenCount, 1000, 1031);
        Assert.Equal(sample.MaskHash, new EvaluationSet(store, TinyCorpus.Pieces(), 1000).MaskHash);
        Assert.NotEqual(sample.MaskHash, new EvaluationSet(store, TinyCorpus.Pieces()).MaskHash);
    }

    private static Dictionary<string, string> Masks(TokenStore store, int batchTokens)
    {
        var set = new EvaluationSet(store, TinyCorpus.Pieces());
        var masks = new Dictionary<string, string>();
        foreach (TokenBatch batch in set.Batches(set.CreateBatch(batchTokens)))
        {
            int[] truth = batch.Ids.ToArray();
            for (int m = 0; m < batch.MaskedCount; m++) truth[batch.MaskedRows[m]] = batch.Labels[m];
            for (int i = 0; i < batch.SequenceCount; i++)
            {
                Range range = batch.Starts[i]..batch.Starts[i + 1];
                masks[string.Join(' ', truth[range])] = string.Join(' ', batch.Ids[range].ToArray());
            }
        }

        return masks;
    }
}
