using Cloze.Models;
using Cloze.Tests.Models;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class UpdateMeterTests
{
    [Theory]
    [MemberData(nameof(TestBackends.All), MemberType = typeof(TestBackends))]
    public void TheRatioIsThatOfTheNorms(string name)
    {
        using var backend = TestBackends.Create(name);
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        var before = new float[model.Layout.Length];
        backend.Download(model.Parameters, before);
        var meter = new UpdateMeter(model);
        meter.Begin();
        float[] after = [.. before.Select((weight, i) => weight + (0.001f * (i % 7)))];
        backend.Upload(after, model.Parameters);
        double change = before.Zip(after, (a, b) => (double)(b - a) * (b - a)).Sum();
        double size = before.Sum(weight => (double)weight * weight);
        Assert.Equal(Math.Sqrt(change / size), meter.End(), 1e-12);
    }

    [Fact]
    public void WeightsThatDoNotMoveHaveNone()
    {
        using var backend = TestBackends.Create(TestBackends.Names[0]);
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        var meter = new UpdateMeter(model);
        meter.Begin();
        Assert.Equal(0, meter.End());
    }

    [Fact]
    public void OfALargeModelEvenStretchesAreLookedAt()
    {
        EncoderConfig config = TinyModel.Config with { VocabularySize = 400_000, HiddenSize = 16 };
        using var backend = TestBackends.Create(TestBackends.Names[0]);
        using var model = new EncoderModel(backend, config, ModelOutputs.MaskedLanguageModel);
        Assert.True(model.Layout.Length > 5_000_000);
        var weights = new float[model.Layout.Length];
        Array.Fill(weights, 1);
        backend.Upload(weights, model.Parameters);
        var meter = new UpdateMeter(model);
        meter.Begin();
        Array.Fill(weights, 1.5f);
        backend.Upload(weights, model.Parameters);
        Assert.Equal(0.5, meter.End(), 1e-12);
    }
}
