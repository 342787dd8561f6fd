using Cloze.Compute;
using Cloze.Data;
using Cloze.Initialization;
using Cloze.Models;
using Cloze.Predictions;
using Cloze.Tests.Data;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Initialization;

/// <summary>The corpus start of a model whose positions are rotary.</summary>
public class ModernStartTests
{
    private const int Vocabulary = 300, Length = 40;

    private static readonly EncoderConfig Config =
        PresetSizes.Config(Preset.TinyModern, Vocabulary, Length, dropout: 0, paddingId: 0);

    [Fact]
    public void HeadsOfTheFirstLayerLookAtTheNeighbours()
    {
        using var backend = new CpuBackend(1);
        using var model = new EncoderModel(backend, Config, ModelOutputs.MaskedLanguageModel);
        backend.Upload(Start(model.Layout), model.Parameters);
        using var inference = new EncoderInference(model, Length, 1, keepLayers: true);
        int[] ids = [.. Enumerable.Range(0, Length).Select(i => 5 + (i * 37 % 290))];
        var batch = new TokenBatch(Length, 1, 0);
        batch.Add(ids, [], [], []);
        inference.Encode(batch);
        float[] map = new float[Config.AttentionHeadCount * Length * Length];
        AttentionMap.Compute(backend, inference.QueryKeyValue(0, 0), model.Patterns[0], map);
        for (int head = 0; head < Config.AttentionHeadCount; head++)
        {
            int offset = head % 2 == 0 ? -1 : 1;
            float[] weights =
            [
                .. Enumerable.Range(1, Length - 2).Select(i => map[(((head * Length) + i) * Length) + i + offset]),
            ];
            Assert.InRange(weights.Average(), 0.4, 0.9);
        }
    }

    [Fact]
    public void PiecesWithoutANeighbourHaveTheirLengthOutsideTheContent()
    {
        var layout = new ParameterLayout(Config, ModelOutputs.MaskedLanguageModel);
        float[] all = Start(layout);
        ParameterSpec words = layout.Find(ModelPart.WordEmbeddings)!;
        int half = Config.HiddenSize / 2;
        for (int special = 0; special < 5; special++)
        {
            float[] row = all.AsSpan((int)words.Offset + (special * Config.HiddenSize), Config.HiddenSize).ToArray();
            double content = row[..half].Sum(value => (double)value * value);
            double free = row[half..].Sum(value => (double)value * value);
            Assert.True(free > 50 * content, $"{free} and {content}");
        }
    }

    [Fact]
    public void WithoutBiasesTheHeadsAreLeftAlone()
    {
        EncoderConfig config = Config with
        {
            PreNorm = Config.PreNorm! with { HasAttentionBias = false, HasHeadBias = false },
        };
        var layout = new ParameterLayout(config, ModelOutputs.MaskedLanguageModel);
        float[] all = Start(layout, config);
        Every.Item(all, value => Assert.True(float.IsFinite(value)));
    }

    private static float[] Start(ParameterLayout layout, EncoderConfig? config = null)
    {
        float[] all = new float[layout.Length];
        IEnumerable<string> documents = Enumerable.Range(0, 200).Select(document => string.Join(
            ' ', Enumerable.Range(0, 30).Select(i => 5 + (((document * 11) + (i * i * 7) + i) % 295))));
        using TokenStore store = TinyCorpus.Store(documents, vocabulary: Vocabulary);
        var counts = CorpusCounts.Count(store, TinyCorpus.Pieces(Vocabulary));
        CorpusStart.Apply(counts, config ?? Config, layout, new CorpusStartOptions(), all);
        return all;
    }
}
