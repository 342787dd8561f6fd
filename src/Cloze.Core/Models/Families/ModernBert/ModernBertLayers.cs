using System.Text.Json;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>
/// Which layers of a ModernBERT see all and which what is near, and the bases of their angles, in both spellings: the
/// new one has <c>layer_types</c> and <c>rope_parameters</c>; the old one <c>global_attn_every_n_layers</c>,
/// <c>global_rope_theta</c> and <c>local_rope_theta</c>. Both are written.
/// </summary>
internal static class ModernBertLayers
{
    private const string FullWord = PreNormConfig.FullWord, LocalWord = PreNormConfig.LocalWord;
    private const string TypesField = "layer_types";
    private const string AnglesField = "rope_parameters";

    /// <summary>A letter a layer, see <see cref="PreNormConfig.LayerTypes"/>.</summary>
    /// <exception cref="ClozeException">The field is no list of as many known words as there are layers.</exception>
    public static string ReadTypes(JsonFile json, int layers)
    {
        const string everyField = "global_attn_every_n_layers";
        if (!json.Has(TypesField))
        {
            int every = json.GetInteger(everyField, 3);
            return every >= 1
                ? PreNormConfig.Alternating(layers, every)
                : throw json.Wrong(everyField, "a whole number above 0");
        }

        JsonElement list = json.Root.GetProperty(TypesField);
        string expected = $"a list of {layers} words, each {FullWord} or {LocalWord}";
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() != layers)
        {
            throw json.Wrong(TypesField, expected);
        }

        char[] letters = new char[layers];
        int count = 0;
        foreach (JsonElement word in list.EnumerateArray())
        {
            letters[count++] = Letter(word) ?? throw json.Wrong(TypesField, expected);
        }

        return new string(letters);
    }

    /// <summary>The base of the angles of layers of a kind.</summary>
    /// <exception cref="ClozeException">It is no number, or the angles are of another rule.</exception>
    public static double ReadTheta(JsonFile json, char letter)
    {
        bool isFull = letter == PreNormConfig.Full;
        string oldField = isFull ? "global_rope_theta" : "local_rope_theta";
        if (FindAngles(json, isFull ? FullWord : LocalWord) is { } angles) return ReadTheta(json, angles);
        if (!isFull && json.IsNull(oldField)) return ReadTheta(json, PreNormConfig.Full);
        double theta = json.GetNumber(oldField, isFull ? 160_000 : 10_000);
        return theta >= 1 ? theta : throw json.Wrong(oldField, "a number from 1");
    }

    /// <summary>Writes the kinds of the layers.</summary>
    public static void WriteTypes(Utf8JsonWriter json, PreNormConfig blocks)
    {
        json.WriteStartArray(TypesField);
        foreach (string word in blocks.LayerWords) json.WriteStringValue(word);
        json.WriteEndArray();
    }

    /// <summary>Writes the bases of the angles.</summary>
    public static void WriteAngles(Utf8JsonWriter json, PreNormConfig blocks)
    {
        json.WriteStartObject(AnglesField);
        foreach ((string word, double theta) in new[] { (FullWord, blocks.FullTheta), (LocalWord, blocks.LocalTheta) })
        {
            json.WriteStartObject(word);
            json.WriteNumber("rope_theta", theta);
            json.WriteString("rope_type", "default");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static char? Letter(JsonElement word)
    {
        if (word.ValueKind != JsonValueKind.String) return null;
        if (word.ValueEquals(FullWord)) return PreNormConfig.Full;
        return word.ValueEquals(LocalWord) ? PreNormConfig.Local : null;
    }

    private static JsonElement? FindAngles(JsonFile json, string word)
    {
        if (!json.Has(AnglesField)) return null;
        JsonElement all = json.Root.GetProperty(AnglesField);
        if (all.ValueKind != JsonValueKind.Object) throw WrongAngles(json);
        return all.TryGetProperty(word, out JsonElement angles) && angles.ValueKind != JsonValueKind.Null
            ? angles
            : null;
    }

    private static double ReadTheta(JsonFile json, JsonElement angles)
    {
        if (angles.ValueKind != JsonValueKind.Object) throw WrongAngles(json);
        if (angles.TryGetProperty("rope_type", out JsonElement type)
            && !(type.ValueKind == JsonValueKind.String && type.ValueEquals("default")))
        {
            throw WrongAngles(json);
        }

        return angles.TryGetProperty("rope_theta", out JsonElement theta)
            && theta.ValueKind == JsonValueKind.Number
            && theta.TryGetDouble(out double value)
            && value >= 1
            && double.IsFinite(value)
                ? value
                : throw WrongAngles(json);
    }

    private static ClozeException WrongAngles(JsonFile json) => json.Wrong(
        AnglesField, $"{FullWord} and {LocalWord}, each with a rope_theta from 1 and the rope_type \"default\"");
}
