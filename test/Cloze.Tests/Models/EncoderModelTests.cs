using Cloze.Models;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Models;

public class EncoderModelTests
{
    [Fact]
    public void RandomWeightsAreNormalAndCutAtTwoDeviations()
    {
        using var backend = new ReferenceBackend();
        EncoderConfig config = TinyModel.Config with { VocabularySize = 2000, InitializerRange = 0.1f };
        using var model = new EncoderModel(backend, config, ModelOutputs.PreTraining);
        model.InitializeRandomly(3);
        float[] words = TinyModel.Download(backend, model["bert.embeddings.word_embeddings.weight"]);
        Assert.InRange(words.Average(), -0.003, 0.003);
        Every.Item(words, value => Assert.InRange(value, -0.2f, 0.2f));

        // A standard normal cut at two deviations has the deviation 0.8796.
        Assert.InRange(Math.Sqrt(words.Average(value => (double)value * value)), 0.0862, 0.0898);
    }

    [Fact]
    public void RandomWeightsLeaveBiasesZeroAndNormsTheIdentity()
    {
        using var backend = new ReferenceBackend();
        using var model = new EncoderModel(backend, TinyModel.Config, ModelOutputs.PreTraining);
        model.InitializeRandomly(3);
        foreach (ParameterSpec parameter in model.Layout.Parameters.Where(parameter => parameter.IsVector))
        {
            float expected = parameter.Name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? 1 : 0;
            Every.Item(
                TinyModel.Download(backend, model[parameter.Name]), value => Assert.Equal(expected, value));
        }
    }

    [Fact]
    public void RandomWeightsAreAFunctionOfTheSeedAndDifferByTensor()
    {
        using var backend = new ReferenceBackend();
        using var model = new EncoderModel(backend, TinyModel.Config, ModelOutputs.PreTraining);
        model.InitializeRandomly(3);
        float[] first = TinyModel.Download(backend, model.Parameters);
        Assert.NotEqual(
            TinyModel.Download(backend, model["bert.encoder.layer.0.attention.self.query.weight"]),
            TinyModel.Download(backend, model["bert.encoder.layer.0.attention.self.key.weight"]));
        model.InitializeRandomly(4);
        Assert.NotEqual(first, TinyModel.Download(backend, model.Parameters));
        model.InitializeRandomly(3);
        Assert.Equal(first, TinyModel.Download(backend, model.Parameters));
    }

    [Fact]
    public void QueryKeyAndValueAreOneMatrix()
    {
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        string prefix = "bert.encoder.layer.1.attention.self";
        float[] Parts(string kind) =>
        [
            .. TinyModel.Download(backend, model[$"{prefix}.query.{kind}"]),
            .. TinyModel.Download(backend, model[$"{prefix}.key.{kind}"]),
            .. TinyModel.Download(backend, model[$"{prefix}.value.{kind}"]),
        ];
        LinearWeights together = model.Weights.Layers[1].QueryKeyValue;
        Assert.Equal(Parts("weight"), TinyModel.Download(backend, together.Weight));
        Assert.Equal(Parts("bias"), TinyModel.Download(backend, together.Bias));
    }
}
