using Cloze.Models;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Models;

public class EncoderModelFolderTests
{
    [Theory]
    [InlineData(ModelOutputs.PreTraining, true)]
    [InlineData(ModelOutputs.PreTraining, false)]
    [InlineData(ModelOutputs.MaskedLanguageModel, true)]
    public void SavedModelComputesTheSameAgain(ModelOutputs heads, bool tied)
    {
        using var folder = new TemporaryFolder();
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config with { TieDecoder = tied }, heads);
        model.Save(folder.Path);
        using EncoderModel loaded = EncoderModel.Load(folder.Path, backend, heads, out LoadReport report);
        Assert.True(report.IsExact);
        Assert.Equal(model.Config, loaded.Config);
        Assert.Equal(TinyModel.Download(backend, model.Parameters), TinyModel.Download(backend, loaded.Parameters));
        using var first = new EncoderInference(model, 8, 3);
        using var second = new EncoderInference(loaded, 8, 3);
        float[] losses = new float[3], again = new float[3];
        first.Score(TinyModel.Batch(), losses, []);
        second.Score(TinyModel.Batch(), again, []);
        Assert.Equal(losses, again);
    }

    [Fact]
    public void HeadThatTheFolderLacksBeginsWithRandomWeights()
    {
        using var folder = new TemporaryFolder();
        using var backend = new ReferenceBackend();
        using EncoderModel encoder = TinyModel.Create(backend, TinyModel.Config, ModelOutputs.None);
        encoder.Save(folder.Path);
        using EncoderModel loaded = EncoderModel.Load(
            folder.Path, backend, ModelOutputs.PreTraining, out LoadReport report);
        using var fresh = new EncoderModel(backend, TinyModel.Config, ModelOutputs.PreTraining);
        fresh.InitializeRandomly(0);
        Assert.Contains("cls.seq_relationship.weight", report.Missing);
        foreach (ParameterSpec parameter in loaded.Layout.Parameters)
        {
            bool isOld = encoder.Layout.TryFind(parameter.Name, out _);
            float[] expected = TinyModel.Download(backend, isOld ? encoder[parameter.Name] : fresh[parameter.Name]);
            Assert.Equal(expected, TinyModel.Download(backend, loaded[parameter.Name]));
        }
    }

    [Fact]
    public void ModelTooLargeToBeHeldIsRefused()
    {
        using var backend = new ReferenceBackend();
        EncoderConfig config = TinyModel.Config with { HiddenSize = 8192, InnerSize = 32768, LayerCount = 12 };
        var error = Assert.Throws<ClozeException>(() => new EncoderModel(backend, config, ModelOutputs.None));
        Assert.EndsWith("parameters, expected at most 2147483647.", error.Message, StringComparison.Ordinal);
    }
}
