namespace Cloze.Models;

/// <summary>The names that BERT's tensors have had in files, and what they are called in the model.</summary>
internal static class BertWeightNames
{
    internal const string WordEmbeddings = "bert.embeddings.word_embeddings.weight";
    internal const string DecoderWeight = "cls.predictions.decoder.weight";
    internal const string PredictionBias = "cls.predictions.bias";
    internal const string DecoderBias = "cls.predictions.decoder.bias";

    private const string Prefix = "bert.";

    /// <summary>
    /// The name with the LayerNorm names of today: the TensorFlow of 2018 said gamma and beta for weight and bias.
    /// </summary>
    internal static string Rename(string fileName)
    {
        const string gamma = ".LayerNorm.gamma", beta = ".LayerNorm.beta";
        if (fileName.EndsWith(gamma, StringComparison.Ordinal)) return fileName[..^gamma.Length] + ".LayerNorm.weight";
        if (fileName.EndsWith(beta, StringComparison.Ordinal)) return fileName[..^beta.Length] + ".LayerNorm.bias";
        return fileName;
    }

    /// <summary>The model's name of a renamed tensor: a BertModel saved alone has no leading <c>bert.</c>.</summary>
    internal static string AddPrefix(string name)
    {
        bool ofEncoder = name.StartsWith("embeddings.", StringComparison.Ordinal)
            || name.StartsWith("encoder.", StringComparison.Ordinal)
            || name.StartsWith("pooler.", StringComparison.Ordinal);
        return ofEncoder ? Prefix + name : name;
    }

    /// <summary>Whether the tensor only counts 0, 1, 2, ...: old versions saved it, nothing needs it.</summary>
    internal static bool IsPositionIds(string fileName) =>
        fileName is "bert.embeddings.position_ids" or "embeddings.position_ids";

    /// <summary>The other name of a parameter that the decoder may share, or null.</summary>
    internal static string? Partner(string name) => name switch
    {
        WordEmbeddings => DecoderWeight,
        PredictionBias => DecoderBias,
        DecoderBias => PredictionBias,
        _ => null,
    };
}
