using System.Buffers;
using System.Text.Json;
using Cloze.Files;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>The configuration of a model folder, taken over field by field but for the type of its weights.</summary>
internal sealed class ConvertedConfig
{
    private const string Type = "dtype", OldType = "torch_dtype";

    private readonly JsonFile _json;

    private ConvertedConfig(JsonFile json) => _json = json;

    /// <summary>Reads the configuration of a folder.</summary>
    /// <exception cref="ClozeException">There is none, or it is no JSON object.</exception>
    public static ConvertedConfig Read(string folder) =>
        new(JsonFile.Read(Path.Combine(folder, EncoderConfigFile.FileName)));

    /// <summary>
    /// Writes it into a folder. The type stands where it stood: Hugging Face's library called the field torch_dtype
    /// until its version 5.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="type">What all weights are stored as; null where they are of several types.</param>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void Write(string folder, string? type)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            WriteFields(json, type);
            json.WriteEndObject();
        }

        AtomicFile.Write(Path.Combine(folder, EncoderConfigFile.FileName), stream =>
        {
            stream.Write(buffer.WrittenSpan);
            stream.WriteByte((byte)'\n');
        });
    }

    private void WriteFields(Utf8JsonWriter json, string? type)
    {
        bool isSaid = false;
        foreach (JsonProperty field in _json.Root.EnumerateObject())
        {
            json.WritePropertyName(field.Name);
            if (type is not null && field.Name is (Type or OldType))
            {
                json.WriteStringValue(type);
                isSaid = true;
            }
            else json.WriteRawValue(UntrustedJson.Raw(field.Value), skipInputValidation: true);
        }

        if (type is not null && !isSaid) json.WriteString(Type, type);
    }
}
