namespace Cloze.Models;

/// <summary>The names that BERT's tensors have had in files, and what they are called in the model.</summary>
internal static class BertWeightNames
{
    internal const string WordEmbeddings = "bert.embeddings.word_embeddings.weight";
    internal const string DecoderWeight = "cls.predictions.decoder.weight";
    internal const string PredictionBias = "cls.predictions.bias";
    internal const string DecoderBias = "cls.predictions.decoder.bias";
    internal const string TransformWeight = "cls.predictions.transform.dense.weight";
    internal const string PoolerWeight = "bert.pooler.dense.weight";
    internal const string NextSentenceWeight = "cls.seq_relationship.weight";

    private const string Prefix = "bert.";
    private const string HeadPrefix = "cls.";
    private const string PositionIds = "bert.embeddings.position_ids";

    /// <summary>Modules that hold the model in somebody's program, in front of its names.</summary>
    private static readonly string[] s_outerWrappers = ["model.", "bert."];

    /// <summary>Modules that PyTorch puts round a model or a part of it: no name of BERT's has them.</summary>
    private static readonly string[] s_innerWrappers =
        ["_orig_mod.", "_fsdp_wrapped_module.", "_checkpoint_wrapped_module.", "module."];

    /// <summary>
    /// The model's name of a tensor: with the LayerNorm names of today, out of its wrappers, and with <c>bert.</c>
    /// before the encoder's, which a BertModel saved alone lacks. A name that is none of BERT's stays.
    /// </summary>
    internal static string ModelName(string fileName)
    {
        string name = Rename(fileName), inside = Unwrap(name);
        if (HasBeginning(inside, HeadPrefix)) return inside;
        return IsOfEncoder(inside) ? Prefix + inside : name;
    }

    /// <summary>The wrapper that comes off a tensor's name, such as <c>module.</c>; empty for none.</summary>
    internal static string WrapperOf(string fileName)
    {
        string name = Rename(fileName), model = ModelName(fileName);
        if (name == model || Prefix + name == model) return "";
        if (name.EndsWith(model, StringComparison.Ordinal)) return name[..^model.Length];
        string bare = WithoutBeginning(model, Prefix);
        return name.EndsWith(bare, StringComparison.Ordinal)
            ? WithoutBeginning(name[..^bare.Length], Prefix)
            : s_innerWrappers.First(wrapper => name.Contains("." + wrapper, StringComparison.Ordinal));
    }

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

    /// <summary>Whether the tensor only counts 0, 1, 2, ...: old versions saved it, nothing needs it.</summary>
    internal static bool IsPositionIds(string fileName) => ModelName(fileName) == PositionIds;

    /// <summary>Whether a tensor of the model is of the head that predicts words.</summary>
    internal static bool IsOfHead(string name) => HasBeginning(name, "cls.predictions.");

    /// <summary>The other name of a parameter that the decoder may share, or null.</summary>
    internal static string? Partner(string name) => name switch
    {
        WordEmbeddings => DecoderWeight,
        PredictionBias => DecoderBias,
        DecoderBias => PredictionBias,
        _ => null,
    };

    private static bool IsOfEncoder(string name) =>
        HasBeginning(name, "embeddings.") || HasBeginning(name, "encoder.") || HasBeginning(name, "pooler.");

    /// <summary>The name without any module in front of it or in it, <c>bert.</c> itself among them.</summary>
    private static string Unwrap(string name)
    {
        foreach (string wrapper in s_innerWrappers) name = Remove(name, wrapper);
        while (s_outerWrappers.FirstOrDefault(wrapper => HasBeginning(name, wrapper)) is { } outer)
        {
            name = WithoutBeginning(name, outer);
        }

        return name;
    }

    /// <summary>Takes a module out of a name, wherever it stands as a whole.</summary>
    private static string Remove(string name, string wrapper)
    {
        while (HasBeginning(name, wrapper)) name = WithoutBeginning(name, wrapper);
        string inner = "." + wrapper;
        while (name.Contains(inner, StringComparison.Ordinal))
        {
            name = name.Replace(inner, ".", StringComparison.Ordinal);
        }

        return name;
    }

    private static bool HasBeginning(string name, string beginning) =>
        name.StartsWith(beginning, StringComparison.Ordinal);

    private static string WithoutBeginning(string name, string beginning) =>
        HasBeginning(name, beginning) ? name[beginning.Length..] : name;
}
