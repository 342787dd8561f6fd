using System.Text.Json;
using Cloze.Compute;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>What the configuration files of several families have in common.</summary>
internal static class EncoderFields
{
    private const string OtherComputation =
        "The model computes something else than Cloze does, and another word in the file would give wrong results";

    private static readonly (string Name, Activation Activation)[] s_activations =
    [
        ("gelu", Activation.Gelu),
        ("gelu_python", Activation.Gelu),
        ("gelu_new", Activation.GeluTanh),
        ("gelu_fast", Activation.GeluTanh),
        ("gelu_pytorch_tanh", Activation.GeluTanh),
        ("relu", Activation.Relu),
        ("tanh", Activation.Tanh),
    ];

    /// <summary>The first word of an activation.</summary>
    public static string NameOf(Activation activation) =>
        Array.Find(s_activations, known => known.Activation == activation).Name;

    /// <summary>Reads a field that names an activation.</summary>
    /// <exception cref="ClozeException">The word is not understood.</exception>
    public static Activation ReadActivation(JsonFile json, string field)
    {
        string name = json.GetString(field, "gelu");
        foreach (var known in s_activations)
        {
            if (known.Name == name) return known.Activation;
        }

        string understood = string.Join(", ", s_activations.Select(known => known.Name));
        throw json.Wrong(
            field, $"one of {understood}", $"{OtherComputation}: use a model whose {field} is one of these.");
    }

    /// <summary>Reads the id of the padding piece.</summary>
    /// <exception cref="ClozeException">The field is not a whole number.</exception>
    public static int ReadPadding(JsonFile json, int absent) =>
        json.IsNull("pad_token_id") ? EncoderConfig.NoPadding : json.GetInteger("pad_token_id", absent);

    /// <summary>Writes the id of the padding piece.</summary>
    public static void WritePadding(Utf8JsonWriter json, EncoderConfig config)
    {
        if (config.PaddingId == EncoderConfig.NoPadding) json.WriteNull("pad_token_id");
        else json.WriteNumber("pad_token_id", config.PaddingId);
    }

    /// <summary>
    /// Reads the ids of other special pieces. No model is refused for one that cannot be used: others may leave there
    /// what they like.
    /// </summary>
    /// <param name="json">The file.</param>
    /// <param name="vocabulary">How many ids there are; others do not hold.</param>
    /// <param name="absent">The library's ids for the family where the file has no such field.</param>
    public static SpecialIds ReadSpecialIds(JsonFile json, int vocabulary, SpecialIds absent = default)
    {
        int? Id(string field, int? silent)
        {
            int? id = !json.Root.TryGetProperty(field, out JsonElement value) ? silent
                : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int said) ? said
                : null;
            return id >= 0 && id < vocabulary ? id : null;
        }

        return new SpecialIds(
            Id("bos_token_id", absent.Beginning),
            Id("cls_token_id", absent.Classification),
            Id("eos_token_id", absent.End),
            Id("sep_token_id", absent.Separator));
    }

    /// <summary>Writes the id of a special piece, where there is one.</summary>
    public static void WriteId(Utf8JsonWriter json, string field, int? id)
    {
        if (id is { } known) json.WriteNumber(field, known);
    }

    /// <summary>
    /// The same of a family whose ids the library takes from the first model of it where the file has no such field:
    /// that there is none is said as null.
    /// </summary>
    public static void WriteIdOrNull(Utf8JsonWriter json, string field, int? id)
    {
        if (id is null) json.WriteNull(field);
        else WriteId(json, field, id);
    }

    /// <summary>Refuses what would compute something else than an encoder with absolute positions.</summary>
    /// <exception cref="ClozeException">The model is a decoder or has relative positions.</exception>
    public static void RequireEncoder(JsonFile json)
    {
        RequireFalse(json, "is_decoder");
        RequireFalse(json, "add_cross_attention");
        RequireWord(json, "position_embedding_type", "absolute");
    }

    /// <summary>Refuses another word than the one that is understood; absent is as good.</summary>
    /// <exception cref="ClozeException">The field has another word.</exception>
    public static void RequireWord(JsonFile json, string field, string understood)
    {
        if (json.GetString(field, understood) == understood) return;
        throw json.Wrong(
            field, $"\"{understood}\"", $"{OtherComputation}: use a model whose {field} is {understood}.");
    }

    /// <summary>Reads the family that a file says; one of 2019 says it by the name of its class alone.</summary>
    /// <exception cref="ClozeException">It is none that Cloze knows.</exception>
    public static ModelFamily ReadFamily(JsonFile json)
    {
        const string field = "model_type";
        if (!json.Has(field) && json.FirstOf("architectures") is { } name && ModelFamilies.OfClass(name) is { } old)
        {
            return old;
        }

        if (ModelFamilies.Find(json.GetString(field, ModelFamilies.Default)) is { } family) return family;
        string known = string.Join(", ", ModelFamilies.ModelTypes.Select(type => $"\"{type}\""));
        throw json.Wrong(
            field, $"one of {known}", $"{OtherComputation}: use a model whose {field} is one of these.");
    }

    private static void RequireFalse(JsonFile json, string field)
    {
        if (!json.GetBoolean(field, false)) return;
        throw json.Wrong(
            field, "false: Cloze computes encoders", $"{OtherComputation}: use an encoder, whose {field} is false.");
    }
}
