namespace Cloze.Models;

/// <summary>The names of ModernBERT's tensors.</summary>
internal static class ModernBertNames
{
    private const string Prefix = "model.";
    private const string Layer = $"{Prefix}layers.{WeightNames.LayerNumber}";

    /// <summary>All of them.</summary>
    public static WeightNames Create() => new()
    {
        Prefix = Prefix,
        EncoderParts = ["embeddings.", "layers.", "final_norm."],
        HeadParts = ["head.", "decoder."],
        PredictionParts = ["head.", "decoder."],
        Stems = new Dictionary<ModelPart, string>
        {
            [ModelPart.WordEmbeddings] = $"{Prefix}embeddings.tok_embeddings",
            [ModelPart.EmbeddingNorm] = $"{Prefix}embeddings.norm",
            [ModelPart.AttentionNorm] = $"{Layer}.attn_norm",
            [ModelPart.QueryKeyValue] = $"{Layer}.attn.Wqkv",
            [ModelPart.AttentionOutput] = $"{Layer}.attn.Wo",
            [ModelPart.OutputNorm] = $"{Layer}.mlp_norm",
            [ModelPart.Inner] = $"{Layer}.mlp.Wi",
            [ModelPart.Output] = $"{Layer}.mlp.Wo",
            [ModelPart.FinalNorm] = $"{Prefix}final_norm",
            [ModelPart.Transform] = "head.dense",
            [ModelPart.TransformNorm] = "head.norm",
            [ModelPart.Prediction] = "decoder",
            [ModelPart.Decoder] = "decoder",
        },
    };
}
