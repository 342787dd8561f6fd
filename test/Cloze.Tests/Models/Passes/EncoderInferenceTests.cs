using Cloze.Compute;
using Cloze.Models;
using Cloze.Predictions;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Models;

public class EncoderInferenceTests
{
    public static TheoryData<string> Backends => TestBackends.All;

    [Theory]
    [MemberData(nameof(Backends))]
    public void SequenceInABatchGivesTheBitsOfTheSequenceAlone(string name)
    {
        using Backend backend = TestBackends.Create(name);
        using EncoderModel model = TinyModel.Create(backend, WideConfig);
        using var inference = new EncoderInference(model, 64, 8);
        int[][] sequences = [[2, 3], [7], [.. Enumerable.Range(0, 23).Select(i => i % 11)], [2, 5, 3, 9, 3]];
        TokenBatch together = Batch(sequences);
        inference.Encode(together);
        float[] all = TinyModel.Download(backend, inference.Hidden);
        float[] allLogits = new float[together.TokenCount * 11];
        inference.Logits(Enumerable.Range(0, together.TokenCount).ToArray(), allLogits);
        for (int s = 0; s < sequences.Length; s++)
        {
            int start = together.Starts[s], length = sequences[s].Length;
            inference.Encode(Batch([sequences[s]]));
            float[] logits = new float[length * 11];
            inference.Logits(Enumerable.Range(0, length).ToArray(), logits);
            Assert.Equal(all[(start * 24)..((start + length) * 24)], TinyModel.Download(backend, inference.Hidden));
            Assert.Equal(allLogits[(start * 11)..((start + length) * 11)], logits);
        }
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void SequencesDoNotSeeEachOther(string name)
    {
        using Backend backend = TestBackends.Create(name);
        using EncoderModel model = TinyModel.Create(backend, WideConfig);
        using var inference = new EncoderInference(model, 64, 8);
        inference.Encode(Batch([[2, 5, 6, 3], [2, 8, 9, 10, 3]]));
        float[] before = TinyModel.Download(backend, inference.Hidden);
        inference.Encode(Batch([[2, 10, 4, 3], [2, 8, 9, 10, 3]]));
        float[] after = TinyModel.Download(backend, inference.Hidden);
        Assert.NotEqual(before[..(4 * 24)], after[..(4 * 24)]);
        Assert.Equal(before[(4 * 24)..], after[(4 * 24)..]);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void ScoresAreThoseOfTheLogitsAndOfTraining(string name)
    {
        using Backend backend = TestBackends.Create(name);
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        using var inference = new EncoderInference(model, 8, 3);
        using var training = new EncoderTraining(model, 8, 3, 3);
        TokenBatch batch = TinyModel.Batch();
        float[] losses = new float[3], logits = new float[3 * 11];
        int[] ranks = new int[3];
        inference.Score(batch, losses, ranks);
        inference.Logits(batch.MaskedRows, logits);
        Assert.Equal(training.ForwardBackward(batch, 1, 1).MaskedLanguageModel, losses.Average(), 1e-6);
        for (int m = 0; m < 3; m++)
        {
            float[] row = logits[(m * 11)..((m + 1) * 11)];
            int label = batch.Labels[m];
            Assert.Equal(Math.Log(row.Sum(x => Math.Exp(x))) - row[label], losses[m], 1e-5);
            Assert.Equal(row.Count(x => x > row[label]), ranks[m]);
        }
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void KeepingTheLayersChangesNoResult(string name)
    {
        using Backend backend = TestBackends.Create(name);
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        using var plain = new EncoderInference(model, 8, 3);
        using var keeping = new EncoderInference(model, 8, 3, keepLayers: true);
        plain.Encode(TinyModel.Batch());
        keeping.Encode(TinyModel.Batch());
        Assert.Equal(TinyModel.Download(backend, plain.Hidden), TinyModel.Download(backend, keeping.Hidden));
        Assert.Equal(
            TinyModel.Download(backend, plain.Hidden), TinyModel.Download(backend, keeping.HiddenState(2)));
        Assert.Throws<InvalidOperationException>(() => plain.HiddenState(0));
        float[] attention = new float[2 * 5 * 5];
        AttentionMap.Compute(backend, keeping.QueryKeyValue(1, 2), new AttentionPattern(2), attention);
        Every.Item(attention.Chunk(5), row => Assert.Equal(1, row.Sum(), 1e-6f));
    }

    [Fact]
    public void BatchesOutsideTheModelAreRefused()
    {
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config, ModelOutputs.None);
        using var inference = new EncoderInference(model, 8, 3);
        var batch = new TokenBatch(16, 4, 4);
        Assert.Throws<ArgumentException>(() => inference.Encode(batch));
        batch.Add([2, 11, 3], [], [], []);
        var error = Assert.Throws<ClozeException>(() => inference.Encode(batch));
        Assert.Equal("The token id 11 is outside the model: expected 0 to 10.", error.Message);
        batch.Add([1, 1, 1, 1, 1, 1], [], [], []);
        Assert.Throws<ArgumentException>(() => inference.Encode(batch));
    }

    [Fact]
    public void AbsentHeadsAreNamed()
    {
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config, ModelOutputs.None);
        using var inference = new EncoderInference(model, 8, 3);
        inference.Encode(TinyModel.Batch());
        Assert.Equal(
            "The model has no masked-language-model head.",
            Assert.Throws<InvalidOperationException>(() => inference.Logits([0], new float[11])).Message);
        Assert.Throws<InvalidOperationException>(() => inference.Score(TinyModel.Batch(), new float[3], []));
        Assert.Throws<InvalidOperationException>(() => inference.Pooled(new float[18]));
        Assert.Throws<InvalidOperationException>(() => inference.NextSentenceLogits(new float[6]));
    }

    private static EncoderConfig WideConfig { get; } = TinyModel.Config with
    {
        HiddenSize = 24,
        AttentionHeadCount = 3,
        InnerSize = 37,
        MaximumPositions = 32,
    };

    private static TokenBatch Batch(int[][] sequences)
    {
        var batch = new TokenBatch(64, 8, 1);
        foreach (int[] sequence in sequences) batch.Add(sequence, [], [], []);
        return batch;
    }
}
