using System.Buffers;
using System.Text.Json;
using Cloze.Files;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>
/// Reads and writes <c>config.json</c> of a model folder as Hugging Face's library does, in the words of the model's
/// family. Fields that are absent have that library's defaults, so that a file of 2018 opens too; fields that do not
/// concern the computation are ignored.
/// </summary>
internal static class EncoderConfigFile
{
    /// <summary>The file's name.</summary>
    public const string FileName = "config.json";

    /// <summary>Its name in the original release, beside a checkpoint of TensorFlow's.</summary>
    public const string OriginalName = "bert_config.json";

    /// <summary>The file that the configuration of a folder is read from; null where it has none.</summary>
    public static string? FindIn(string folder) =>
        new[] { FileName, OriginalName }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Reads the configuration of a model folder.</summary>
    /// <exception cref="ClozeException">
    /// The file cannot be read, a field has a wrong type or value, or the model is none that Cloze computes.
    /// </exception>
    public static EncoderConfig Load(string folder)
    {
        string path = FindIn(folder) ?? throw new ClozeException(
            $"There is no file {Path.Combine(folder, FileName)}.", $"A model folder holds {ModelFolder.Contents}.");

        JsonFile json = JsonFile.Read(path);
        EncoderConfig config = EncoderFields.ReadFamily(json).Read(json);
        if (EncoderConfigRules.Find(config) is not { } fault) return config;
        throw json.Wrong(fault.Field, fault.Expected);
    }

    /// <summary>Writes the configuration of a model with these heads into a folder.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public static void Save(string folder, EncoderConfig config, ModelOutputs heads)
    {
        ModelFamily family = config.Family;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteStartArray("architectures");
            json.WriteStringValue(family.ArchitectureOf(heads));
            json.WriteEndArray();
            family.Write(json, config);
            json.WriteEndObject();
        }

        AtomicFile.Write(Path.Combine(folder, FileName), stream =>
        {
            stream.Write(buffer.WrittenSpan);
            stream.WriteByte((byte)'\n');
        });
    }
}
