using Cloze.Compute;
using Cloze.Models;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Models;

public class EncoderTrainingTests
{
    public static TheoryData<string> Backends => TestBackends.All;

    [Theory]
    [MemberData(nameof(Backends))]
    public void GradientsAreTheDifferencesOfTheLoss(string name)
    {
        using Backend backend = TestBackends.Create(name);
        CheckGradients(backend, TinyModel.Config, DropoutPlan.None);
        CheckGradients(
            backend,
            TinyModel.Config with { TieDecoder = false, Activation = Activation.GeluTanh },
            new DropoutPlan(0.2f, 0.25f, Seed: 8, Step: 9));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void GradientsOfOtherFamiliesAreTheDifferencesOfTheLoss(string name)
    {
        using Backend backend = TestBackends.Create(name);
        var dropout = new DropoutPlan(0.2f, 0.25f, Seed: 8, Step: 9);
        EncoderConfig[] configs =
        [
            TinyModel.Config with { ModelType = "roberta", FirstPosition = 2, HeadActivation = Activation.GeluTanh },
            TinyModel.Config with { ModelType = "distilbert", TokenTypes = 0 },
            TinyModel.Config with { ModelType = "electra", EmbeddingSize = 4, HeadActivation = Activation.Relu },
            TinyModel.Config with { ModelType = "electra", EmbeddingSize = 8, TieDecoder = false },
        ];
        foreach (EncoderConfig config in configs)
        {
            CheckGradients(backend, config, DropoutPlan.None, ModelOutputs.MaskedLanguageModel);
            CheckGradients(backend, config, dropout, ModelOutputs.MaskedLanguageModel);
        }
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void GradientsWhereNormsComeFirstAreTheDifferencesOfTheLoss(string name)
    {
        using Backend backend = TestBackends.Create(name);
        foreach (EncoderConfig config in PreNormConfigs())
        {
            CheckGradients(backend, config, DropoutPlan.None, ModelOutputs.MaskedLanguageModel);
            var dropout = new DropoutPlan(0.2f, 0.25f, Seed: 8, Step: 9);
            CheckGradients(backend, config, dropout, ModelOutputs.MaskedLanguageModel);
        }
    }

    private static EncoderConfig[] PreNormConfigs()
    {
        EncoderConfig plain = FamilyModels.Of("modernbert", TinyModel.Config with { HiddenSize = 8, LayerCount = 3 });
        PreNormConfig biased = plain.PreNorm! with
        {
            LayerTypes = "LGL",
            HasAttentionBias = true,
            HasInnerBias = true,
            HasNormBias = true,
            HasHeadBias = true,
        };
        PreNormConfig unbiased = plain.PreNorm! with { HasDecoderBias = false };
        return
        [
            plain,
            plain with { PreNorm = biased, TieDecoder = false, Activation = Activation.GeluTanh },
            plain with { PreNorm = unbiased },
            plain with { PreNorm = unbiased, TieDecoder = false },
        ];
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void PartsOfAStepAddUpToTheWhole(string name)
    {
        using Backend backend = TestBackends.Create(name);
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        using var training = new EncoderTraining(model, 8, 3, 3);
        var (first, second) = (new TokenBatch(8, 3, 3), new TokenBatch(8, 3, 3));
        first.Add([4], [], [0], [7], nextSentenceLabel: 1);
        second.Add([2, 3], [0, 0], [], []);
        second.Add([2, 9, 3, 4, 3], [0, 0, 0, 1, 1], [1, 3], [10, 5], nextSentenceLabel: 0);
        BatchLoss whole = training.ForwardBackward(TinyModel.Batch(), 1, 1);
        float[] expected = TinyModel.Download(backend, training.Gradients);

        backend.Clear(training.Gradients);
        var scale = new LossScale(1f / 3, 1f / 2);
        BatchLoss parts = training.ForwardBackward(first, 1, 1, scale) + training.ForwardBackward(second, 1, 2, scale);

        Assert.Equal(whole.Total, parts.Total, 1e-6);
        Assert.Equal((3, 2), (parts.MaskedCount, parts.NextSentenceCount));
        float[] sum = TinyModel.Download(backend, training.Gradients);
        for (int i = 0; i < sum.Length; i++) Assert.Equal(expected[i], sum[i], 2e-6f);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void PairsWhoseLabelIsLikelierAreCounted(string name)
    {
        using Backend backend = TestBackends.Create(name);
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        using var training = new EncoderTraining(model, 8, 3, 3);
        using var inference = new EncoderInference(model, 8, 3);
        TokenBatch batch = TinyModel.Batch();
        float[] logits = new float[6];
        inference.Encode(batch);
        inference.NextSentenceLogits(logits);
        int expected = 0;
        for (int s = 0; s < 3; s++)
        {
            int label = batch.NextSentenceLabels[s];
            if (label >= 0 && logits[(2 * s) + label] > logits[(2 * s) + 1 - label]) expected++;
        }

        BatchLoss loss = training.ForwardBackward(batch, 1, 1);
        Assert.Equal((expected, 2), (loss.NextSentenceCorrect, loss.NextSentenceCount));
        Assert.Equal(2 * expected, (loss + loss).NextSentenceCorrect);
    }

    [Fact]
    public void NextSentenceLabelsOfAModelWithoutThatHeadAreNotAsked()
    {
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config, ModelOutputs.MaskedLanguageModel);
        using var training = new EncoderTraining(model, 8, 3, 3);
        BatchLoss loss = training.ForwardBackward(TinyModel.Batch(), 1, 1);
        Assert.Equal(0, loss.NextSentenceCount);
        Assert.Equal(loss.MaskedLanguageModel, loss.Total);
    }

    [Fact]
    public void ConfigurationOrCallerSetsDropout()
    {
        using var backend = new ReferenceBackend();
        EncoderConfig config = TinyModel.Config with { HiddenDropout = 0.3f, AttentionDropout = 0.3f };
        using EncoderModel model = TinyModel.Create(backend, config);
        using var dropping = new EncoderTraining(model, 8, 3, 3);
        using var still = new EncoderTraining(model, 8, 3, 3, hiddenDropout: 0, attentionDropout: 0);
        TokenBatch batch = TinyModel.Batch();
        Assert.NotEqual(dropping.ForwardBackward(batch, 1, 1), dropping.ForwardBackward(batch, 1, 2));
        Assert.NotEqual(dropping.ForwardBackward(batch, 1, 1), dropping.ForwardBackward(batch, 2, 1));
        Assert.Equal(dropping.ForwardBackward(batch, 1, 1), dropping.ForwardBackward(batch, 1, 1));
        Assert.Equal(still.ForwardBackward(batch, 1, 1), still.ForwardBackward(batch, 2, 2));
    }

    [Fact]
    public void TheEmbeddingsHaveARateOfTheirOwn()
    {
        using var backend = new ReferenceBackend();
        EncoderConfig plain = FamilyModels.Of("modernbert", TinyModel.Config with { HiddenSize = 8 });
        PreNormConfig dropping = plain.PreNorm! with { EmbeddingDropout = 0.3f };
        using EncoderModel model = TinyModel.Create(
            backend, plain with { PreNorm = dropping }, ModelOutputs.MaskedLanguageModel);
        using var own = new EncoderTraining(model, 8, 3, 3);
        using var asked = new EncoderTraining(model, 8, 3, 3, hiddenDropout: 0, attentionDropout: 0);
        TokenBatch batch = TinyModel.Batch();
        Assert.NotEqual(own.ForwardBackward(batch, 1, 1), own.ForwardBackward(batch, 1, 2));
        Assert.Equal(asked.ForwardBackward(batch, 1, 1), asked.ForwardBackward(batch, 1, 2));
    }

    [Fact]
    public void BatchWithoutMasksIsRefused()
    {
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        using var training = new EncoderTraining(model, 8, 3, 3);
        var batch = new TokenBatch(8, 3, 3);
        batch.Add([2, 3], [], [], []);
        var error = Assert.Throws<ClozeException>(() => training.ForwardBackward(batch, 1, 1));
        Assert.Equal("No token is masked in a batch of 2 tokens: there is nothing to predict.", error.Message);
        Assert.Contains("Mask at least one token", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void BatchBeyondTheCapacityIsRefused()
    {
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        using var training = new EncoderTraining(model, 7, 3, 3);
        Assert.Throws<ArgumentException>(() => training.ForwardBackward(TinyModel.Batch(), 1, 1));
    }

    [Fact]
    public void ModelWithoutAPredictionHeadCannotBeTrained()
    {
        using var backend = new ReferenceBackend();
        using var model = new EncoderModel(backend, TinyModel.Config, ModelOutputs.Pooler);
        Assert.Throws<ArgumentException>(() => new EncoderTraining(model, 8, 3, 3));
    }

    private static void CheckGradients(
        Backend backend, EncoderConfig config, DropoutPlan dropout, ModelOutputs outputs = ModelOutputs.PreTraining)
    {
        bool nextSentence = outputs.HasFlag(ModelOutputs.NextSentence);
        using EncoderModel model = TinyModel.Create(backend, config, outputs);
        using var training = new EncoderTraining(model, 8, 3, 3, dropout.Hidden, dropout.Attention);
        TokenBatch batch = TinyModel.Batch();
        Dictionary<string, double[]> parameters = TinyModel.Parameters(model);
        var reference = new ReferenceModel(config, parameters);
        BatchLoss loss = training.ForwardBackward(batch, dropout.Seed, dropout.Step);
        ExpectedLoss
            .Of((config, dropout, outputs), parameters, () => reference.Loss(batch, dropout, nextSentence))
            .AssertAgrees(backend, training, loss);
    }
}
