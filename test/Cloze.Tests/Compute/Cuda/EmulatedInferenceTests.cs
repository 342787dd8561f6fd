using Cloze.Compute;
using Cloze.Measurement;
using Cloze.Models;
using Cloze.Predictions;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>What eval, fill, embed and explain read of a model, on an emulated device and on the processor.</summary>
[Trait("Slow", "Emulated")]
public sealed class EmulatedInferenceTests : IDisposable
{
    private const int Vocabulary = 40;

    private static readonly TokenBatch _batch = SampleBatch.Create([9, 1, 14], Vocabulary, 0.3);

    private readonly CpuBackend _processor = new(1);
    private readonly EmulatedDevice _device = new(TensorElement.BFloat16);

    public void Dispose()
    {
        _processor.Dispose();
        _device.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_value_is_near_the_processors(bool isModern)
    {
        Dictionary<string, float[]> expected = Read(_processor, isModern), actual = Read(_device.Backend, isModern);

        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Every.Item(expected, pair =>
        {
            double difference = Differences.Relative(pair.Value, actual[pair.Key]);
            Assert.True(difference < 0.03, $"{pair.Key}: {difference}");
        });
    }

    private static Dictionary<string, float[]> Read(Backend backend, bool isModern)
    {
        ModelOutputs outputs = ModelOutputs.MaskedLanguageModel;
        if (!isModern) outputs |= ModelOutputs.Pooler | ModelOutputs.NextSentence;
        EncoderConfig config = ConfigOf(isModern);
        using var model = new EncoderModel(backend, config, outputs);
        model.InitializeRandomly(3);
        using var inference = new EncoderInference(model, _batch.TokenCount, _batch.SequenceCount, keepLayers: true);
        var values = new Dictionary<string, float[]>();
        float[] Take(string name, int count) => values[name] = new float[count];

        int[] ranks = new int[_batch.MaskedCount];
        inference.Score(_batch, Take("losses", ranks.Length), ranks);
        inference.Logits(_batch.MaskedRows, Take("logits", ranks.Length * Vocabulary));
        backend.Download(inference.Hidden, Take("hidden", (int)inference.Hidden.Count));
        int length = _batch.Starts[3] - _batch.Starts[2];
        AttentionMap.Compute(
            backend,
            inference.QueryKeyValue(1, 2),
            model.Patterns[1],
            Take("attention", config.AttentionHeadCount * length * length));
        if (!isModern)
        {
            inference.Pooled(Take("pooled", _batch.SequenceCount * config.HiddenSize));
            inference.NextSentenceLogits(Take("next sentence", 2 * _batch.SequenceCount));
        }

        int[] rows = [0, 3, 20];
        inference.EncodeRows(_batch, rows);
        backend.Download(
            inference.Hidden.RowRange(0, rows.Length), Take("some rows", rows.Length * config.HiddenSize));
        return values;
    }

    private static EncoderConfig ConfigOf(bool isModern)
    {
        var config = new EncoderConfig
        {
            VocabularySize = Vocabulary,
            HiddenSize = 64,
            LayerCount = 2,
            AttentionHeadCount = 2,
            InnerSize = 128,
            MaximumPositions = 16,
            InitializerRange = 0.2f,
        };
        if (!isModern) return config;
        EncoderConfig modern = ModelFamilies.Modern(config);
        return modern with { PreNorm = modern.PreNorm! with { LocalAttention = 6 } };
    }
}
