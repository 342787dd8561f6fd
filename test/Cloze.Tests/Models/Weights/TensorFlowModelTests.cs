using Cloze.Models;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>A model laid out as the original release's checkpoints are, read as the same model.</summary>
public sealed class TensorFlowModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public TensorFlowModelTests() => _model = Directory.CreateDirectory(_folder.File("model")).FullName;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryWeightFindsItsPlaceAndTheOptimizersAreReported()
    {
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        TensorFlowFolder.Write(_model, model);
        using EncoderModel loaded = EncoderModel.Load(
            _model, backend, ModelOutputs.PreTraining, out LoadReport report);
        Assert.Equal(TinyModel.Download(backend, model.Parameters), TinyModel.Download(backend, loaded.Parameters));
        Assert.Empty(report.Missing);
        Assert.Equal(
            [
                "bert/embeddings/word_embeddings/adam_m", "bert/embeddings/word_embeddings/adam_v",
                "bert/pooler/dense/kernel/LAMB", "bert/pooler/dense/kernel/LAMB_1", "global_step",
            ],
            report.NotUsed);
        Assert.Equal(
            "Not used, because this model has no such part: 4 tensors of the optimizer (…/LAMB, …/LAMB_1, …/adam_m, "
            + "…/adam_v), global_step.",
            report.ToSentences()[0]);
        Assert.Equal(
            "5 tensors of the folder are not used: 4 tensors of the optimizer (…/LAMB, …/LAMB_1, …/adam_m, "
            + "…/adam_v), global_step.",
            report.ToLine());
        Assert.Equal(TinyModel.Config.HiddenSize, loaded.Config.HiddenSize);
        Assert.Equal(ModelOutputs.PreTraining, WeightLoader.FindOutputs(_model));
    }

    [Fact]
    public void ItIsConvertedToAFolderOfToday()
    {
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        TensorFlowFolder.Write(_model, model);
        _folder.Write("model/vocab.txt", "a\n");
        string output = _folder.File("out");
        ConversionResult result = ModelConversion.Run(new ConversionOptions { Model = _model, Output = output });
        Assert.Contains("global_step", result.LeftOut);
        Assert.Equal(["vocab.txt"], result.Copied);
        using EncoderModel loaded = EncoderModel.Load(
            output, backend, ModelOutputs.PreTraining, out LoadReport report);
        Assert.True(report.IsExact);
        Assert.Equal(TinyModel.Download(backend, model.Parameters), TinyModel.Download(backend, loaded.Parameters));
        string config = File.ReadAllText(Path.Combine(output, "config.json"));
        Assert.Contains("\"BertForPreTraining\"", config);
        Assert.Contains("\"model_type\": \"bert\"", config);
    }
}
