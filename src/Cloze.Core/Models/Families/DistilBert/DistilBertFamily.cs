using System.Text.Json;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>
/// DistilBERT (Sanh et al. 2019): BERT's layers without token types and pooler, under names of its own.
/// </summary>
internal sealed class DistilBertFamily : ModelFamily
{
    private const string Prefix = "distilbert.";
    private const string Layer = $"{Prefix}transformer.layer.{WeightNames.LayerNumber}";

    private static readonly Dictionary<string, string> s_fields = new()
    {
        ["hidden_size"] = "dim",
        ["num_hidden_layers"] = "n_layers",
        ["num_attention_heads"] = "n_heads",
        ["intermediate_size"] = "hidden_dim",
        ["hidden_dropout_prob"] = "dropout",
        ["attention_probs_dropout_prob"] = "attention_dropout",
    };

    /// <summary>Creates the family.</summary>
    public DistilBertFamily()
        : base("distilbert", CreateNames())
    {
    }

    /// <inheritdoc/>
    public override string Field(string name) => s_fields.GetValueOrDefault(name, name);

    /// <inheritdoc/>
    public override EncoderConfig Read(JsonFile json)
    {
        EncoderFields.RequireEncoder(json);
        int vocabulary = json.GetInteger("vocab_size", 30522);
        return new EncoderConfig
        {
            ModelType = ModelType,
            VocabularySize = vocabulary,
            HiddenSize = json.GetInteger("dim", 768),
            LayerCount = json.GetInteger("n_layers", 6),
            AttentionHeadCount = json.GetInteger("n_heads", 12),
            InnerSize = json.GetInteger("hidden_dim", 3072),
            MaximumPositions = json.GetInteger("max_position_embeddings", 512),
            TokenTypes = 0,
            Activation = EncoderFields.ReadActivation(json, "activation"),
            HiddenDropout = (float)json.GetNumber("dropout", 0.1),
            AttentionDropout = (float)json.GetNumber("attention_dropout", 0.1),
            InitializerRange = (float)json.GetNumber("initializer_range", 0.02),
            PaddingId = EncoderFields.ReadPadding(json, 0),
            SpecialIds = EncoderFields.ReadSpecialIds(json, vocabulary),
            TieDecoder = json.GetBoolean("tie_word_embeddings", true),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, EncoderConfig config)
    {
        json.WriteString("activation", EncoderFields.NameOf(config.Activation));
        json.WriteNumber("attention_dropout", config.AttentionDropout);
        EncoderFields.WriteId(json, "bos_token_id", config.SpecialIds.Beginning);
        EncoderFields.WriteId(json, "cls_token_id", config.SpecialIds.Classification);
        json.WriteNumber("dim", config.HiddenSize);
        json.WriteNumber("dropout", config.HiddenDropout);
        json.WriteString("dtype", "float32");
        EncoderFields.WriteId(json, "eos_token_id", config.SpecialIds.End);
        json.WriteNumber("hidden_dim", config.InnerSize);
        json.WriteNumber("initializer_range", config.InitializerRange);
        json.WriteNumber("max_position_embeddings", config.MaximumPositions);
        json.WriteString("model_type", ModelType);
        json.WriteNumber("n_heads", config.AttentionHeadCount);
        json.WriteNumber("n_layers", config.LayerCount);
        EncoderFields.WritePadding(json, config);
        EncoderFields.WriteId(json, "sep_token_id", config.SpecialIds.Separator);

        // The table is in the file as it is, whether it was learned or computed from sines.
        json.WriteBoolean("sinusoidal_pos_embds", false);
        json.WriteBoolean("tie_word_embeddings", config.TieDecoder);
        json.WriteNumber("vocab_size", config.VocabularySize);
    }

    /// <inheritdoc/>
    public override string ArchitectureOf(ModelOutputs outputs) =>
        outputs.HasFlag(ModelOutputs.MaskedLanguageModel) ? "DistilBertForMaskedLM" : "DistilBertModel";

    private static WeightNames CreateNames() => new()
    {
        Prefix = Prefix,
        EncoderParts = ["embeddings.", "transformer."],
        HeadParts = ["vocab_transform.", "vocab_layer_norm.", "vocab_projector."],
        PredictionParts = ["vocab_transform.", "vocab_layer_norm.", "vocab_projector."],
        Stems = new Dictionary<ModelPart, string>
        {
            [ModelPart.WordEmbeddings] = $"{Prefix}embeddings.word_embeddings",
            [ModelPart.PositionEmbeddings] = $"{Prefix}embeddings.position_embeddings",
            [ModelPart.EmbeddingNorm] = $"{Prefix}embeddings.LayerNorm",
            [ModelPart.Query] = $"{Layer}.attention.q_lin",
            [ModelPart.Key] = $"{Layer}.attention.k_lin",
            [ModelPart.Value] = $"{Layer}.attention.v_lin",
            [ModelPart.AttentionOutput] = $"{Layer}.attention.out_lin",
            [ModelPart.AttentionNorm] = $"{Layer}.sa_layer_norm",
            [ModelPart.Inner] = $"{Layer}.ffn.lin1",
            [ModelPart.Output] = $"{Layer}.ffn.lin2",
            [ModelPart.OutputNorm] = $"{Layer}.output_layer_norm",
            [ModelPart.Transform] = "vocab_transform",
            [ModelPart.TransformNorm] = "vocab_layer_norm",
            [ModelPart.Prediction] = "vocab_projector",
            [ModelPart.Decoder] = "vocab_projector",
        },
    };
}
