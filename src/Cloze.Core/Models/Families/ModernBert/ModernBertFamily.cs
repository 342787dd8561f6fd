using System.Text.Json;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>
/// ModernBERT (Warner et al. 2024): norms before the blocks, rotary positions, gated feed-forward parts, local
/// attention in most layers, and hardly a bias. Its configuration is read as old and new versions of the library write
/// it. Of its rates of dropout, embedding_dropout is of what the embeddings give, attention_dropout of attention's
/// probabilities and of what attention adds to the stream, mlp_dropout of what the last linear layer of a
/// feed-forward part reads.
/// </summary>
internal sealed class ModernBertFamily : ModelFamily
{
    private static readonly Dictionary<string, string> s_fields = new()
    {
        ["hidden_dropout_prob"] = "mlp_dropout",
        ["attention_probs_dropout_prob"] = "attention_dropout",
        ["layer_norm_eps"] = "norm_eps",
    };

    // Those of the first model, which the library takes for any that says none.
    private static readonly SpecialIds s_firstIds = new(50281, 50281, 50282, 50282);

    /// <summary>Creates the family.</summary>
    public ModernBertFamily()
        : base("modernbert", ModernBertNames.Create())
    {
    }

    /// <summary>
    /// A model of the width and depth of another, for texts of a few hundred tokens: full attention in every second
    /// layer, both bases 10,000 as in the first phase of the original's training, and biases where a start from the
    /// corpus's statistics needs them, round attention and in the head.
    /// </summary>
    public static EncoderConfig OfSize(EncoderConfig config) => config with
    {
        ModelType = "modernbert",
        TokenTypes = 0,
        InnerSize = config.HiddenSize * 5 / 2,
        LayerNormEpsilon = 1e-5f,
        HeadActivation = config.Activation,
        PreNorm = new PreNormConfig
        {
            LayerTypes = PreNormConfig.Alternating(config.LayerCount, 2),
            FullTheta = 10_000,
            LocalAttention = 64,
            HasAttentionBias = true,
            HasHeadBias = true,
        },
    };

    /// <inheritdoc/>
    public override string Field(string name) => s_fields.GetValueOrDefault(name, name);

    /// <inheritdoc/>
    public override EncoderConfig Read(JsonFile json)
    {
        EncoderFields.RequireEncoder(json);
        int layers = json.GetInteger("num_hidden_layers", 22);
        int vocabulary = json.GetInteger("vocab_size", 50368);
        if (layers is < 1 or > 1 << 10) throw json.Wrong("num_hidden_layers", $"a whole number from 1 to {1 << 10}");
        return new EncoderConfig
        {
            ModelType = ModelType,
            VocabularySize = vocabulary,
            HiddenSize = json.GetInteger("hidden_size", 768),
            LayerCount = layers,
            AttentionHeadCount = json.GetInteger("num_attention_heads", 12),
            InnerSize = json.GetInteger("intermediate_size", 1152),
            MaximumPositions = json.GetInteger("max_position_embeddings", 8192),
            TokenTypes = 0,
            Activation = EncoderFields.ReadActivation(json, "hidden_activation"),
            HeadActivation = EncoderFields.ReadActivation(json, "classifier_activation"),
            LayerNormEpsilon = (float)json.GetNumber("norm_eps", 1e-5),
            HiddenDropout = (float)json.GetNumber("mlp_dropout", 0),
            AttentionDropout = (float)json.GetNumber("attention_dropout", 0),
            InitializerRange = (float)json.GetNumber("initializer_range", 0.02),
            PaddingId = EncoderFields.ReadPadding(json, 50283),
            SpecialIds = EncoderFields.ReadSpecialIds(json, vocabulary, s_firstIds),
            TieDecoder = json.GetBoolean("tie_word_embeddings", true),
            PreNorm = ReadLayers(json, layers),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, EncoderConfig config)
    {
        PreNormConfig blocks = config.PreNorm!;
        json.WriteBoolean("attention_bias", blocks.HasAttentionBias);
        json.WriteNumber("attention_dropout", config.AttentionDropout);
        EncoderFields.WriteIdOrNull(json, "bos_token_id", config.SpecialIds.Beginning);
        json.WriteString("classifier_activation", EncoderFields.NameOf(config.HeadActivation ?? config.Activation));
        json.WriteBoolean("classifier_bias", blocks.HasHeadBias);
        EncoderFields.WriteIdOrNull(json, "cls_token_id", config.SpecialIds.Classification);
        json.WriteBoolean("decoder_bias", blocks.HasDecoderBias);
        json.WriteString("dtype", "float32");
        json.WriteNumber("embedding_dropout", blocks.EmbeddingDropout ?? config.HiddenDropout);
        EncoderFields.WriteIdOrNull(json, "eos_token_id", config.SpecialIds.End);
        if (blocks.FindPeriod() is { } period) json.WriteNumber("global_attn_every_n_layers", period);
        json.WriteNumber("global_rope_theta", blocks.FullTheta);
        json.WriteString("hidden_activation", EncoderFields.NameOf(config.Activation));
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("initializer_range", config.InitializerRange);
        json.WriteNumber("intermediate_size", config.InnerSize);
        ModernBertLayers.WriteTypes(json, blocks);
        json.WriteNumber("local_attention", blocks.LocalAttention);
        json.WriteNumber("local_rope_theta", blocks.LocalTheta);
        json.WriteNumber("max_position_embeddings", config.MaximumPositions);
        json.WriteBoolean("mlp_bias", blocks.HasInnerBias);
        json.WriteNumber("mlp_dropout", config.HiddenDropout);
        json.WriteString("model_type", ModelType);
        json.WriteBoolean("norm_bias", blocks.HasNormBias);
        json.WriteNumber("norm_eps", config.LayerNormEpsilon);
        json.WriteNumber("num_attention_heads", config.AttentionHeadCount);
        json.WriteNumber("num_hidden_layers", config.LayerCount);
        EncoderFields.WritePadding(json, config);
        ModernBertLayers.WriteAngles(json, blocks);
        EncoderFields.WriteIdOrNull(json, "sep_token_id", config.SpecialIds.Separator);
        json.WriteBoolean("tie_word_embeddings", config.TieDecoder);
        json.WriteNumber("vocab_size", config.VocabularySize);
    }

    /// <inheritdoc/>
    public override string ArchitectureOf(ModelOutputs outputs) =>
        outputs.HasFlag(ModelOutputs.MaskedLanguageModel) ? "ModernBertForMaskedLM" : "ModernBertModel";

    // Of its own only where it differs: then one rate that a run is given goes for both.
    private static float? ReadEmbeddingDropout(JsonFile json)
    {
        float rate = (float)json.GetNumber("embedding_dropout", 0);
        return rate == (float)json.GetNumber("mlp_dropout", 0) ? null : rate;
    }

    private static PreNormConfig ReadLayers(JsonFile json, int layers) => new()
    {
        LayerTypes = ModernBertLayers.ReadTypes(json, layers),
        FullTheta = ModernBertLayers.ReadTheta(json, PreNormConfig.Full),
        LocalTheta = ModernBertLayers.ReadTheta(json, PreNormConfig.Local),
        LocalAttention = json.GetInteger("local_attention", 128),
        HasAttentionBias = json.GetBoolean("attention_bias", false),
        HasInnerBias = json.GetBoolean("mlp_bias", false),
        HasNormBias = json.GetBoolean("norm_bias", false),
        HasHeadBias = json.GetBoolean("classifier_bias", false),
        HasDecoderBias = json.GetBoolean("decoder_bias", true),
        EmbeddingDropout = ReadEmbeddingDropout(json),
    };
}
