using Cloze.Fuzz;
using Cloze.Models;

namespace Cloze.Tests.Models;

/// <summary>A folder as the original release has them: a checkpoint, and in it what optimizers kept.</summary>
internal static class TensorFlowFolder
{
    /// <summary>Writes checkpoint and sizes of a model of <see cref="TinyModel.Config"/>.</summary>
    public static void Write(string folder, EncoderModel model)
    {
        string In(string name) => Path.Combine(folder, name);
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
        File.WriteAllBytes(In("bert_model.ckpt.index"), checkpoint.Index());
        File.WriteAllBytes(In("bert_model.ckpt.data-00000-of-00001"), checkpoint.Data);
        File.WriteAllText(In("bert_config.json"), """
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
