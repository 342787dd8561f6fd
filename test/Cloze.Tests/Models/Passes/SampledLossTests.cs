using Cloze.Compute;
using Cloze.Models;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>The loss over a sample of the vocabulary and its gradients.</summary>
public sealed class SampledLossTests
{
    private const int Sampled = 6;

    private static readonly EncoderConfig _config = TinyModel.Config with { VocabularySize = 40 };

    public static TheoryData<string> Backends => TestBackends.All;

    [Theory]
    [MemberData(nameof(Backends))]
    public void GradientsAreTheDifferencesOfTheLoss(string name)
    {
        using Backend backend = TestBackends.Create(name);
        EncoderConfig modern = FamilyModels.Of("modernbert", _config with { HiddenSize = 8, LayerCount = 3 });
        EncoderConfig[] configs =
        [
            _config,
            _config with { TieDecoder = false, Activation = Activation.GeluTanh },
            _config with { ModelType = "electra", EmbeddingSize = 4, HeadActivation = Activation.Relu },
            modern with { PreNorm = modern.PreNorm! with { HasDecoderBias = false } },
        ];
        foreach (EncoderConfig config in configs)
        {
            CheckGradients(backend, config, DropoutPlan.None);
            CheckGradients(backend, config, new DropoutPlan(0.2f, 0.25f, Seed: 8, Step: 9));
        }
    }

    [Fact]
    public void FrozenPartsGetNone()
    {
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, _config);
        TokenBatch batch = TinyModel.Batch();
        using var training = new EncoderTraining(model, 8, 3, 3, frozen: FrozenPart.Embeddings, sampledPieces: Sampled);

        training.ForwardBackward(batch, 5, 1);

        string words = "bert.embeddings.word_embeddings.weight", bias = "cls.predictions.bias";
        Every.Item(TinyModel.Download(backend, training.Gradient(words)), value => Assert.Equal(0, value));
        Assert.Contains(TinyModel.Download(backend, training.Gradient(bias)), value => value != 0);
    }

    [Fact]
    public void WhereTheSampleWouldBeMostOfTheVocabularyTheLossIsOverAllOfIt()
    {
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        TokenBatch batch = TinyModel.Batch();
        using var all = new EncoderTraining(model, 8, 3, 3);
        using var sampled = new EncoderTraining(model, 8, 3, 3, sampledPieces: 5);

        Assert.Equal(all.ForwardBackward(batch, 5, 1), sampled.ForwardBackward(batch, 5, 1));
        Assert.Equal(
            TinyModel.Download(backend, all.Gradients), TinyModel.Download(backend, sampled.Gradients));
    }

    [Fact]
    public void ASampleTakesTheMemoryThatIsExpected()
    {
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, _config);
        long all = EncoderTraining.ActivationBytes(model, 8, 3, 3, recompute: false);
        long sampled = EncoderTraining.ActivationBytes(model, 8, 3, 3, recompute: false, Sampled);

        int pieces = SampledVocabulary.MostPieces(40, 8, 3, Sampled), width = _config.HiddenSize;
        nint floats = (2 * Arena.SizeOf(pieces, width)) + (3 * Arena.SizeOf(1, pieces));
        Assert.Equal(17, pieces);
        Assert.Equal(sizeof(float) * (long)floats, sampled - all);
    }

    private static void CheckGradients(Backend backend, EncoderConfig config, DropoutPlan dropout)
    {
        using EncoderModel model = TinyModel.Create(backend, config, ModelOutputs.MaskedLanguageModel);
        using var training = new EncoderTraining(
            model, 8, 3, 3, dropout.Hidden, dropout.Attention, sampledPieces: Sampled);
        TokenBatch batch = TinyModel.Batch();
        var sample = new SampledVocabulary(config.VocabularySize, 8, 3, Sampled);
        Tensor bias = model.Weights.Decoder.Bias;
        float[] biases = bias.IsNone ? [] : TinyModel.Download(backend, bias);
        Assert.True(sample.Draw(batch, biases, dropout.Seed, dropout.Step));
        Dictionary<string, double[]> parameters = TinyModel.Parameters(model);
        var reference = new ReferenceModel(config, parameters)
        {
            Sample = sample.Pieces.ToArray().Zip(sample.Offsets.ToArray()).ToDictionary(),
        };

        BatchLoss loss = training.ForwardBackward(batch, dropout.Seed, dropout.Step);

        ExpectedLoss
            .Of((config, dropout, Sampled), parameters, () => reference.Loss(batch, dropout, nextSentence: false))
            .AssertAgrees(backend, training, loss);
    }
}
