using System.Text.Json;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>The fields of <c>config.json</c> that most families took over from BERT.</summary>
internal static class PostNormFields
{
    /// <summary>Reads the fields; those that are absent are as in <paramref name="absent"/>.</summary>
    /// <exception cref="ClozeException">A field has a wrong type.</exception>
    public static EncoderConfig Read(JsonFile json, EncoderConfig absent)
    {
        int vocabulary = json.GetInteger("vocab_size", absent.VocabularySize);
        return absent with
        {
            VocabularySize = vocabulary,
            HiddenSize = json.GetInteger("hidden_size", absent.HiddenSize),
            LayerCount = json.GetInteger("num_hidden_layers", absent.LayerCount),
            AttentionHeadCount = json.GetInteger("num_attention_heads", absent.AttentionHeadCount),
            InnerSize = json.GetInteger("intermediate_size", absent.InnerSize),
            MaximumPositions = json.GetInteger("max_position_embeddings", absent.MaximumPositions),
            TokenTypes = json.GetInteger("type_vocab_size", absent.TokenTypes),
            Activation = EncoderFields.ReadActivation(json, "hidden_act"),
            LayerNormEpsilon = (float)json.GetNumber("layer_norm_eps", 1e-12),
            HiddenDropout = (float)json.GetNumber("hidden_dropout_prob", 0.1),
            AttentionDropout = (float)json.GetNumber("attention_probs_dropout_prob", 0.1),
            InitializerRange = (float)json.GetNumber("initializer_range", 0.02),
            PaddingId = EncoderFields.ReadPadding(json, absent.PaddingId),
            SpecialIds = EncoderFields.ReadSpecialIds(json, vocabulary),
            TieDecoder = json.GetBoolean("tie_word_embeddings", true),
        };
    }

    /// <summary>Writes the fields in the order of their names.</summary>
    public static void Write(Utf8JsonWriter json, EncoderConfig config, int? embeddingSize = null)
    {
        json.WriteNumber("attention_probs_dropout_prob", config.AttentionDropout);
        EncoderFields.WriteId(json, "bos_token_id", config.SpecialIds.Beginning);
        EncoderFields.WriteId(json, "cls_token_id", config.SpecialIds.Classification);
        json.WriteString("dtype", "float32");
        if (embeddingSize is { } size) json.WriteNumber("embedding_size", size);
        EncoderFields.WriteId(json, "eos_token_id", config.SpecialIds.End);
        json.WriteString("hidden_act", EncoderFields.NameOf(config.Activation));
        json.WriteNumber("hidden_dropout_prob", config.HiddenDropout);
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("initializer_range", config.InitializerRange);
        json.WriteNumber("intermediate_size", config.InnerSize);
        json.WriteNumber("layer_norm_eps", config.LayerNormEpsilon);
        json.WriteNumber("max_position_embeddings", config.FirstPosition + config.MaximumPositions);
        json.WriteString("model_type", config.ModelType);
        json.WriteNumber("num_attention_heads", config.AttentionHeadCount);
        json.WriteNumber("num_hidden_layers", config.LayerCount);
        EncoderFields.WritePadding(json, config);
        EncoderFields.WriteId(json, "sep_token_id", config.SpecialIds.Separator);
        json.WriteBoolean("tie_word_embeddings", config.TieDecoder);
        json.WriteNumber("type_vocab_size", config.TokenTypes);
        json.WriteNumber("vocab_size", config.VocabularySize);
    }
}
