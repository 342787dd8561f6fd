using System.Buffers;
using System.Text.Json;
using Cloze.Compute;
using Cloze.Files;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>
/// Reads and writes <c>config.json</c> of a model folder as Hugging Face's library does. Fields that are absent have
/// that library's defaults, so that a file of 2018 opens too; fields that do not concern the computation are ignored.
/// </summary>
internal static class BertConfigFile
{
    /// <summary>The file's name.</summary>
    public const string FileName = "config.json";

    /// <summary>Its name in the original release, beside a checkpoint of TensorFlow's.</summary>
    public const string OriginalName = "bert_config.json";

    private const string OtherComputation =
        "The model computes something else than Cloze does, and another word in the file would give wrong results";

    private static readonly (string Name, Activation Activation)[] Activations =
    [
        ("gelu", Activation.Gelu),
        ("gelu_python", Activation.Gelu),
        ("gelu_new", Activation.GeluTanh),
        ("gelu_fast", Activation.GeluTanh),
        ("gelu_pytorch_tanh", Activation.GeluTanh),
        ("relu", Activation.Relu),
        ("tanh", Activation.Tanh),
    ];

    /// <summary>Reads the configuration of a model folder.</summary>
    /// <exception cref="ClozeException">
    /// The file cannot be read, a field has a wrong type or value, or the model is not a BERT encoder.
    /// </exception>
    public static EncoderConfig Load(string folder)
    {
        string path = Path.Combine(folder, FileName), original = Path.Combine(folder, OriginalName);
        if (!File.Exists(path) && File.Exists(original)) path = original;
        if (!File.Exists(path))
        {
            throw new ClozeException($"There is no file {path}.", $"A model folder holds {ModelFolder.Contents}.");
        }

        JsonFile json = JsonFile.Read(path);
        RequireEncoder(json);
        var config = new EncoderConfig
        {
            VocabularySize = json.GetInteger("vocab_size", 30522),
            HiddenSize = json.GetInteger("hidden_size", 768),
            LayerCount = json.GetInteger("num_hidden_layers", 12),
            AttentionHeadCount = json.GetInteger("num_attention_heads", 12),
            InnerSize = json.GetInteger("intermediate_size", 3072),
            MaximumPositions = json.GetInteger("max_position_embeddings", 512),
            TokenTypes = json.GetInteger("type_vocab_size", 2),
            Activation = ReadActivation(json),
            LayerNormEpsilon = (float)json.GetNumber("layer_norm_eps", 1e-12),
            HiddenDropout = (float)json.GetNumber("hidden_dropout_prob", 0.1),
            AttentionDropout = (float)json.GetNumber("attention_probs_dropout_prob", 0.1),
            InitializerRange = (float)json.GetNumber("initializer_range", 0.02),
            PaddingId = json.IsNull("pad_token_id") ? EncoderConfig.NoPadding : json.GetInteger("pad_token_id", 0),
            TieDecoder = json.GetBoolean("tie_word_embeddings", true),
        };
        if (EncoderConfigRules.Find(config) is not { } fault) return config;
        throw json.Wrong(fault.Field, fault.Expected);
    }

    /// <summary>Writes the configuration of a model with these heads into a folder.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public static void Save(string folder, EncoderConfig config, ModelOutputs heads)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteStartArray("architectures");
            json.WriteStringValue(ArchitectureOf(heads));
            json.WriteEndArray();
            WriteFields(json, config);
            json.WriteEndObject();
        }

        AtomicFile.Write(Path.Combine(folder, FileName), stream =>
        {
            stream.Write(buffer.WrittenSpan);
            stream.WriteByte((byte)'\n');
        });
    }

    /// <summary>The class of Hugging Face's library that has these heads.</summary>
    internal static string ArchitectureOf(ModelOutputs heads)
    {
        if (heads.HasFlag(ModelOutputs.PreTraining)) return "BertForPreTraining";
        if (heads.HasFlag(ModelOutputs.MaskedLanguageModel)) return "BertForMaskedLM";
        return heads.HasFlag(ModelOutputs.NextSentence) ? "BertForNextSentencePrediction" : "BertModel";
    }

    private static void WriteFields(Utf8JsonWriter json, EncoderConfig config)
    {
        json.WriteNumber("attention_probs_dropout_prob", config.AttentionDropout);
        json.WriteString("dtype", "float32");
        json.WriteString("hidden_act", Activations.First(known => known.Activation == config.Activation).Name);
        json.WriteNumber("hidden_dropout_prob", config.HiddenDropout);
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("initializer_range", config.InitializerRange);
        json.WriteNumber("intermediate_size", config.InnerSize);
        json.WriteNumber("layer_norm_eps", config.LayerNormEpsilon);
        json.WriteNumber("max_position_embeddings", config.MaximumPositions);
        json.WriteString("model_type", "bert");
        json.WriteNumber("num_attention_heads", config.AttentionHeadCount);
        json.WriteNumber("num_hidden_layers", config.LayerCount);
        if (config.PaddingId == EncoderConfig.NoPadding) json.WriteNull("pad_token_id");
        else json.WriteNumber("pad_token_id", config.PaddingId);
        json.WriteBoolean("tie_word_embeddings", config.TieDecoder);
        json.WriteNumber("type_vocab_size", config.TokenTypes);
        json.WriteNumber("vocab_size", config.VocabularySize);
    }

    private static Activation ReadActivation(JsonFile json)
    {
        string name = json.GetString("hidden_act", "gelu");
        foreach (var known in Activations)
        {
            if (known.Name == name) return known.Activation;
        }

        string understood = string.Join(", ", Activations.Select(known => known.Name));
        throw json.Wrong(
            "hidden_act", $"one of {understood}", $"{OtherComputation}: use a model whose hidden_act is one of these.");
    }

    /// <summary>Refuses what would compute something else than a BERT encoder with absolute positions.</summary>
    private static void RequireEncoder(JsonFile json)
    {
        RequireWord(json, "model_type", "bert");
        RequireFalse(json, "is_decoder");
        RequireFalse(json, "add_cross_attention");
        RequireWord(json, "position_embedding_type", "absolute");
    }

    private static void RequireWord(JsonFile json, string field, string understood)
    {
        if (json.GetString(field, understood) == understood) return;
        throw json.Wrong(
            field, $"\"{understood}\"", $"{OtherComputation}: use a model whose {field} is {understood}.");
    }

    private static void RequireFalse(JsonFile json, string field)
    {
        if (!json.GetBoolean(field, false)) return;
        throw json.Wrong(
            field, "false: Cloze computes encoders", $"{OtherComputation}: use an encoder, whose {field} is false.");
    }
}
