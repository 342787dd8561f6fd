using Cloze.Fuzz;
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
        WriteCheckpoint(model);
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
        Assert.Equal(TinyModel.Config.HiddenSize, loaded.Config.HiddenSize);
        Assert.Equal(ModelOutputs.PreTraining, WeightLoader.FindOutputs(_model));
    }

    [Fact]
    public void ItIsConvertedToAFolderOfToday()
    {
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        WriteCheckpoint(model);
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

    private void WriteCheckpoint(EncoderModel model)
    {
        var checkpoint = new CheckpointText();
        foreach (ParameterSpec parameter in model.Layout.Parameters)
        {
            float[] values = TinyModel.Download(model.Backend, model[parameter.Name]);
            string name = OriginalName(parameter);
            bool isKernel = name.EndsWith("/kernel", StringComparison.Ordinal);
            checkpoint.Add(
                name,
                isKernel ? [parameter.Columns, parameter.Rows] : [.. parameter.Shape],
                isKernel ? Transposed(values, parameter.Rows, parameter.Columns) : values);
        }

        checkpoint.Add("bert/embeddings/word_embeddings/adam_m", [1], 1)
            .Add("bert/embeddings/word_embeddings/adam_v", [1], 1).Add("bert/pooler/dense/kernel/LAMB", [1], 1)
            .Add("bert/pooler/dense/kernel/LAMB_1", [1], 1).Add("global_step", 9, [], new byte[8]);
        _folder.Write("model/bert_model.ckpt.index", checkpoint.Index());
        _folder.Write("model/bert_model.ckpt.data-00000-of-00001", checkpoint.Data);
        _folder.Write("model/bert_config.json", """
            {
              "attention_probs_dropout_prob": 0.0, "hidden_act": "gelu", "hidden_dropout_prob": 0.0, "hidden_size": 6,
              "initializer_range": 0.02, "intermediate_size": 10, "max_position_embeddings": 7,
              "num_attention_heads": 2, "num_hidden_layers": 2, "type_vocab_size": 2, "vocab_size": 11
            }
            """);
    }

    // As modeling.py and run_pretraining.py of the original release name their variables.
    private static string OriginalName(ParameterSpec parameter)
    {
        string name = parameter.Name.Replace('.', '/').Replace("encoder/layer/", "encoder/layer_");
        if (name == "cls/predictions/bias") return "cls/predictions/output_bias";
        if (name.StartsWith("cls/seq_relationship/", StringComparison.Ordinal))
        {
            return name.Replace("/weight", "/output_weights").Replace("/bias", "/output_bias");
        }

        if (name.Contains("LayerNorm")) return name.Replace("/weight", "/gamma").Replace("/bias", "/beta");
        return name.Contains("_embeddings/weight") ? name[..^"/weight".Length] : name.Replace("/weight", "/kernel");
    }

    private static float[] Transposed(float[] values, int rows, int columns)
    {
        float[] transposed = new float[values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                transposed[(column * rows) + row] = values[(row * columns) + column];
            }
        }

        return transposed;
    }
}
