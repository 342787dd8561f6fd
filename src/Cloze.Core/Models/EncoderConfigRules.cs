namespace Cloze.Models;

/// <summary>What the sizes and settings of a model must keep to, in the field names of <c>config.json</c>.</summary>
internal static class EncoderConfigRules
{
    /// <summary>A setting that breaks a rule.</summary>
    /// <param name="Field">Its name in <c>config.json</c>.</param>
    /// <param name="Found">Its value.</param>
    /// <param name="Expected">What the rule asks for, as it reads after "expected".</param>
    internal readonly record struct Fault(string Field, object Found, string Expected);

    /// <summary>The first rule that a model breaks, in the words of its family, or null.</summary>
    /// <exception cref="ClozeException">The kind of model is not known.</exception>
    internal static Fault? Find(EncoderConfig config)
    {
        ModelFamily family = config.Family;
        return FindAny(config) is { } fault ? fault with { Field = family.Field(fault.Field) } : null;
    }

    private static Fault? FindAny(EncoderConfig config) =>
        FindSize("vocab_size", config.VocabularySize, 1 << 24)
        ?? FindSize("hidden_size", config.HiddenSize, 1 << 16)
        ?? FindSize("num_hidden_layers", config.LayerCount, 1 << 10)
        ?? FindSize("num_attention_heads", config.AttentionHeadCount, config.HiddenSize)
        ?? FindSize("intermediate_size", config.InnerSize, 1 << 20)
        ?? FindSize("max_position_embeddings", config.MaximumPositions, 1 << 20)
        ?? FindSize("embedding_size", config.EmbeddingSize, 1 << 16)
        ?? FindTypes(config)
        ?? FindTable("vocab_size", config.VocabularySize, config)
        ?? FindMatrix("intermediate_size", config.InnerSize, config)
        ?? FindTable("max_position_embeddings", (long)config.FirstPosition + config.MaximumPositions, config)
        ?? FindTable("type_vocab_size", config.TokenTypes, config)
        ?? FindMatrix("hidden_size", config.HiddenSize, config)
        ?? FindMatrix("embedding_size", config.EmbeddingSize, config)
        ?? FindOutputs(config)
        ?? FindRate("hidden_dropout_prob", config.HiddenDropout)
        ?? FindRate("attention_probs_dropout_prob", config.AttentionDropout)
        ?? FindRate("embedding_dropout", config.PreNorm?.EmbeddingDropout ?? 0)
        ?? FindReal("layer_norm_eps", config.LayerNormEpsilon, config.LayerNormEpsilon > 0, "a number above 0")
        ?? FindReal("initializer_range", config.InitializerRange, config.InitializerRange >= 0, "a number from 0")
        ?? FindPadding(config)
        ?? FindLayers(config)
        ?? FindTotal(config);

    private static Fault? FindSize(string field, int size, int limit) =>
        size >= 1 && size <= limit ? null : new Fault(field, size, $"a whole number from 1 to {limit}");

    /// <summary>A matrix is addressed by 32-bit numbers within itself.</summary>
    private static Fault? FindMatrix(string field, long rows, EncoderConfig config) =>
        FindProduct(field, rows, config.HiddenSize, config.Family.Field("hidden_size"));

    private static Fault? FindTable(string field, long rows, EncoderConfig config) =>
        config.EmbeddingSize == config.HiddenSize
            ? FindMatrix(field, rows, config)
            : FindProduct(field, rows, config.EmbeddingSize, "embedding_size");

    private static Fault? FindProduct(string field, long rows, int columns, string columnsField)
    {
        if (rows * columns <= int.MaxValue) return null;
        return new Fault(field, rows, $"at most {int.MaxValue / columns} with a {columnsField} of {columns}");
    }

    private static Fault? FindTypes(EncoderConfig config)
    {
        if (config.Family.Names.Has(ModelPart.TypeEmbeddings))
        {
            return FindSize("type_vocab_size", config.TokenTypes, 1 << 16);
        }

        return config.TokenTypes == 0
            ? null
            : new Fault("type_vocab_size", config.TokenTypes, $"0 of a {config.ModelType}");
    }

    private static Fault? FindLayers(EncoderConfig config)
    {
        if (config.PreNorm is not { } blocks) return null;
        if (blocks.LayerTypes.Length != config.LayerCount)
        {
            return new Fault("layer_types", blocks.LayerTypes.Length, $"{config.LayerCount}, one a layer");
        }

        int size = config.HiddenSize / config.AttentionHeadCount;
        if (size % 2 != 0)
        {
            return new Fault(
                "num_attention_heads", config.AttentionHeadCount, $"heads of an even size, not of {size}");
        }

        return FindSize("local_attention", blocks.LocalAttention, 1 << 20);
    }

    private static Fault? FindOutputs(EncoderConfig config)
    {
        if (config.HiddenSize % config.AttentionHeadCount == 0) return null;
        return new Fault(
            "num_attention_heads",
            config.AttentionHeadCount,
            $"a divisor of {config.Family.Field("hidden_size")}, {config.HiddenSize}");
    }

    private static Fault? FindRate(string field, float rate) =>
        FindReal(field, rate, rate >= 0 && rate < 1, "a number from 0 to below 1");

    private static Fault? FindReal(string field, float value, bool holds, string expected) =>
        holds && float.IsFinite(value) ? null : new Fault(field, value, expected);

    /// <summary>All parameters are one flat buffer, which 32-bit numbers address too.</summary>
    private static Fault? FindTotal(EncoderConfig config)
    {
        ModelOutputs largest = config.Family.Names.Has(ModelPart.NextSentence)
            ? ModelOutputs.PreTraining
            : ModelOutputs.MaskedLanguageModel;
        nint total = new ParameterLayout(config, largest).Length;
        if (total <= int.MaxValue) return null;
        return new Fault(
            "num_hidden_layers", config.LayerCount, $"a model of at most {int.MaxValue} parameters, not {total}");
    }

    private static Fault? FindPadding(EncoderConfig config)
    {
        if (config.PaddingId >= EncoderConfig.NoPadding && config.PaddingId < config.VocabularySize) return null;
        return new Fault(
            "pad_token_id", config.PaddingId, $"an id from 0 to {config.VocabularySize - 1}, or -1 or null for none");
    }
}
