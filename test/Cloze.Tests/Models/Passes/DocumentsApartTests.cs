using Cloze.Compute;
using Cloze.Data;
using Cloze.Models;
using Cloze.Tests.Data;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>Attention never crosses documents: what stands in one moves no bit of another's logits.</summary>
public class DocumentsApartTests
{
    private const int Vocabulary = 30, Length = 16, Tokens = 200;

    private static readonly EncoderConfig _config = TinyModel.Config with
    {
        VocabularySize = Vocabulary,
        MaximumPositions = Length,
    };

    [Theory]
    [MemberData(nameof(TestBackends.All), MemberType = typeof(TestBackends))]
    public void AChangedDocumentMovesNoBitOfAnothersLogits(string name)
    {
        using Backend backend = TestBackends.Create(name);
        AssertApart(backend, _config);

        // Rotary positions; one layer looks at a window, the other at all.
        AssertApart(backend, FamilyModels.Of("modernbert", _config with { HiddenSize = 8 }));
    }

    private static void AssertApart(Backend backend, EncoderConfig config)
    {
        using EncoderModel model = TinyModel.Create(backend, config, ModelOutputs.MaskedLanguageModel);
        string[] documents = [.. TinyCorpus.Documents(12, 40, Vocabulary)];
        using TokenStore before = TinyCorpus.Store(documents, Length, 1, Vocabulary);
        documents[3] = string.Join(' ', documents[3].Split(' ').Select(word => word == "7" ? "8" : "7"));
        using TokenStore after = TinyCorpus.Store(documents, Length, 1, Vocabulary);
        (TokenBatch first, TokenBatch second) = (Fill(before), Fill(after));
        Assert.Equal(first.Starts, second.Starts);
        float[] logits = Logits(model, first), changed = Logits(model, second);
        int moved = 0, same = 0;
        for (int s = 0; s < first.SequenceCount; s++)
        {
            Range tokens = first.Starts[s]..first.Starts[s + 1];
            Range range = (first.Starts[s] * Vocabulary)..(first.Starts[s + 1] * Vocabulary);
            if (first.Ids[tokens].SequenceEqual(second.Ids[tokens])) Assert.Equal(logits[range], changed[range]);
            else Assert.NotEqual(logits[range], changed[range]);
            if (first.Ids[tokens].SequenceEqual(second.Ids[tokens])) same++;
            else moved++;
        }

        Assert.InRange(moved, 1, first.SequenceCount - 1);
        Assert.InRange(same, 1, first.SequenceCount - 1);
    }

    /// <summary>A batch packed as in training, its ids unmasked: masks of two texts may differ.</summary>
    private static TokenBatch Fill(TokenStore store)
    {
        var batches = new TrainingBatches(
            store, TinyCorpus.Pieces(Vocabulary), new Cloze.Masking.MaskingOptions(), seed: 4);
        TokenBatch masked = batches.CreateBatch(Tokens);
        batches.Fill(masked);
        int[] ids = masked.Ids.ToArray();
        for (int m = 0; m < masked.MaskedCount; m++) ids[masked.MaskedRows[m]] = masked.Labels[m];
        var plain = new TokenBatch(Tokens, masked.SequenceCount, 1);
        for (int s = 0; s < masked.SequenceCount; s++)
        {
            plain.Add(ids.AsSpan(masked.Starts[s]..masked.Starts[s + 1]), [], [], []);
        }

        return plain;
    }

    private static float[] Logits(EncoderModel model, TokenBatch batch)
    {
        using var inference = new EncoderInference(model, batch.TokenCapacity, batch.SequenceCapacity);
        inference.Encode(batch);
        float[] logits = new float[batch.TokenCount * Vocabulary];
        inference.Logits([.. Enumerable.Range(0, batch.TokenCount)], logits);
        return logits;
    }
}
