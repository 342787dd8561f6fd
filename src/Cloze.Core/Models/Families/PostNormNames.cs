namespace Cloze.Models;

/// <summary>
/// The names of the encoder that most families took over from BERT's first PyTorch version, each with its own module in
/// front.
/// </summary>
internal static class PostNormNames
{
    /// <summary>The encoder's parts.</summary>
    public static readonly string[] EncoderParts = ["embeddings.", "encoder.", "pooler."];

    /// <summary>The stems of an encoder, and those that a family adds.</summary>
    public static Dictionary<ModelPart, string> Stems(string prefix, params (ModelPart Part, string Stem)[] more)
    {
        string layer = $"{prefix}encoder.layer.{WeightNames.LayerNumber}";
        var stems = new Dictionary<ModelPart, string>
        {
            [ModelPart.WordEmbeddings] = $"{prefix}embeddings.word_embeddings",
            [ModelPart.PositionEmbeddings] = $"{prefix}embeddings.position_embeddings",
            [ModelPart.TypeEmbeddings] = $"{prefix}embeddings.token_type_embeddings",
            [ModelPart.EmbeddingNorm] = $"{prefix}embeddings.LayerNorm",
            [ModelPart.Query] = $"{layer}.attention.self.query",
            [ModelPart.Key] = $"{layer}.attention.self.key",
            [ModelPart.Value] = $"{layer}.attention.self.value",
            [ModelPart.AttentionOutput] = $"{layer}.attention.output.dense",
            [ModelPart.AttentionNorm] = $"{layer}.attention.output.LayerNorm",
            [ModelPart.Inner] = $"{layer}.intermediate.dense",
            [ModelPart.Output] = $"{layer}.output.dense",
            [ModelPart.OutputNorm] = $"{layer}.output.LayerNorm",
        };
        foreach ((ModelPart part, string stem) in more) stems[part] = stem;
        return stems;
    }
}
