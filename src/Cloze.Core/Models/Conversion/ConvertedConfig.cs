using System.Buffers;
using System.Text.Json;
using Cloze.Files;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>
/// The configuration of a model folder, taken over field by field but for the type of its weights, and with the kind of
/// model where that was not said: Hugging Face's library opens no folder without it.
/// </summary>
internal sealed class ConvertedConfig
{
    private const string Type = "dtype", OldType = "torch_dtype", ModelType = "model_type";

    private readonly JsonFile _json;

    private ConvertedConfig(JsonFile json) => _json = json;

    /// <summary>Reads the configuration of a folder.</summary>
    /// <exception cref="ClozeException">There is none, or it is no JSON object.</exception>
    public static ConvertedConfig Read(string folder) =>
        new(JsonFile.Read(Path.Combine(folder, EncoderConfigFile.FileName)));

    /// <summary>Whether it says the kind of model by its word.</summary>
    public bool SaysModelType => _json.Has(ModelType);

    /// <summary>
    /// The word for the kind of model that the file does not have: of the family whose class it names, or else of the
    /// one that is meant where nothing is said, if the tensors have its names. Null where it has the word, and where it
    /// is of a kind that is not known.
    /// </summary>
    /// <param name="tensors">The names of the folder's tensors.</param>
    public string? FindModelType(IEnumerable<string> tensors)
    {
        if (SaysModelType) return null;
        if (_json.FirstOf("architectures") is { } name) return ModelFamilies.OfClass(name)?.ModelType;
        WeightNames names = ModelFamilies.Get(ModelFamilies.Default).Names;
        bool isDefault = tensors.Any(
            tensor => names.ModelName(tensor).StartsWith(names.Prefix, StringComparison.Ordinal));
        return isDefault ? ModelFamilies.Default : null;
    }

    /// <summary>
    /// Writes it into a folder. The type stands where it stood: Hugging Face's library called the field torch_dtype
    /// until its version 5.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="type">What all weights are stored as; null where they are of several types.</param>
    /// <param name="modelType">The kind of model where the file does not say it; null adds nothing.</param>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void Write(string folder, string? type, string? modelType)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            WriteFields(json, type, modelType);
            json.WriteEndObject();
        }

        AtomicFile.Write(Path.Combine(folder, EncoderConfigFile.FileName), stream =>
        {
            stream.Write(buffer.WrittenSpan);
            stream.WriteByte((byte)'\n');
        });
    }

    private void WriteFields(Utf8JsonWriter json, string? type, string? modelType)
    {
        bool isSaid = false;
        foreach (JsonProperty field in _json.Root.EnumerateObject())
        {
            if (modelType is not null && field.Name == ModelType) continue;
            json.WritePropertyName(field.Name);
            if (type is not null && field.Name is (Type or OldType))
            {
                json.WriteStringValue(type);
                isSaid = true;
            }
            else json.WriteRawValue(UntrustedJson.Raw(field.Value), skipInputValidation: true);
        }

        if (type is not null && !isSaid) json.WriteString(Type, type);
        if (modelType is not null) json.WriteString(ModelType, modelType);
    }
}
