using System.Text.Json;
using Cloze.Files;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Onnx;

/// <summary>Where an exported graph goes, and which files of the model go with it.</summary>
internal sealed class ExportTarget
{
    private const string Config = "config.json", TokenizerConfig = "tokenizer_config.json", Json = "tokenizer.json";
    private const string LengthField = "model_max_length";
    private const int MostBytes = 1 << 24;

    // What tells a reader how the model and its tokenizer are to be used; not its weights.
    private static readonly string[] s_files =
    [
        Config, Json, TokenizerConfig, "vocab.txt", "vocab.json", "merges.txt", "special_tokens_map.json",
        "added_tokens.json", "generation_config.json",
    ];

    private readonly string _source;
    private readonly string? _folder;

    private ExportTarget(string source, string? folder, string path)
    {
        _source = source;
        _folder = folder;
        Path = path;
    }

    /// <summary>The graph's file.</summary>
    public string Path { get; }

    /// <summary>Decides where the graph of a model goes.</summary>
    /// <exception cref="ClozeException">The output is a file that is no graph's.</exception>
    public static ExportTarget Of(string source, OnnxExportOptions options)
    {
        string output = options.Output ?? source;
        bool isGraph = output.EndsWith(OnnxPrecisions.Extension, StringComparison.OrdinalIgnoreCase);
        if (isGraph && !Directory.Exists(output))
        {
            return new ExportTarget(source, null, System.IO.Path.GetFullPath(output));
        }

        if (File.Exists(output))
        {
            throw new ClozeException(
                $"The output {output} is a file, expected a folder or a path that ends in {OnnxPrecisions.Extension}.",
                "Name a folder, or a file as model.onnx.");
        }

        string path = System.IO.Path.Combine(output, OnnxPrecisions.Folder, options.Precision.FileName());
        return new ExportTarget(source, output, path);
    }

    /// <summary>Makes the folder of the graph.</summary>
    /// <exception cref="ClozeException">It cannot be made.</exception>
    public void Prepare() =>
        Folder.Create(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);

    /// <summary>
    /// Puts the model's configuration and tokenizer into the folder, as they are; of a tokenizer that has no
    /// <c>tokenizer.json</c> with its settings, files that say the same. Where the settings name no longest input, or
    /// one that the model has no positions for, they get the model's: an engine fails at a longer one. Gives what was
    /// written.
    /// </summary>
    /// <exception cref="ClozeException">A file cannot be written.</exception>
    public IReadOnlyList<string> CopyFiles(Tokenizer tokenizer, EncoderConfig config)
    {
        if (_folder is null) return [];
        bool isSame = System.IO.Path.GetFullPath(_folder) == System.IO.Path.GetFullPath(_source);
        string[] copied = isSame ? [] : [.. s_files.Where(name => File.Exists(In(_source, name)))];
        foreach (string name in copied) Copy(name);
        bool isWhole = File.Exists(In(_folder, Json)) && File.Exists(In(_folder, TokenizerConfig));
        bool isShort = tokenizer.Definition.Options.ModelMaximumLength <= config.MaximumPositions;
        bool isSaid = isWhole && (isSame || isShort || TryWriteLength(config.MaximumPositions));
        if (!isSaid)
        {
            tokenizer.Save(_folder, config.TokenTypes > 0, config.MaximumPositions);
            copied = [.. copied.Union([Json, TokenizerConfig])];
        }

        return [.. copied.Select(name => In(_folder, name))];
    }

    private void Copy(string name) => AtomicFile.Write(In(_folder!, name), stream =>
    {
        using FileStream source = File.OpenRead(In(_source, name));
        source.CopyTo(stream);
    });

    // All other fields as they are; false where the file is none that every reader takes, as one with NaN in it.
    private bool TryWriteLength(int length)
    {
        JsonElement settings;
        try
        {
            settings = UntrustedJson.Parse(UntrustedFile.Read(In(_source, TokenizerConfig), MostBytes));
        }
        catch (JsonException)
        {
            return false;
        }

        AtomicFile.Write(In(_folder!, TokenizerConfig), stream =>
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
            json.WriteStartObject();
            foreach (JsonProperty field in settings.EnumerateObject())
            {
                if (field.NameEquals(LengthField)) continue;
                json.WritePropertyName(field.Name);
                json.WriteRawValue(field.Value.GetRawText());
            }

            json.WriteNumber(LengthField, length);
            json.WriteEndObject();
        });
        return true;
    }

    private static string In(string folder, string name) => System.IO.Path.Combine(folder, name);
}
