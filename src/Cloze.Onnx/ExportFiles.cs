using System.Text.Json;
using Cloze.Files;
using Cloze.Models;
using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Onnx;

/// <summary>
/// What stands beside a graph in a folder: the model's configuration and its tokenizer. A file that is there stays as
/// it is, whoever wrote it; what is missing is written.
/// </summary>
/// <param name="source">The model's folder.</param>
/// <param name="model">The model.</param>
/// <param name="folder">The folder of the graph, which may be the model's own.</param>
internal sealed class ExportFiles(string source, PretrainedModel model, string folder)
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

    // Each of them alone is a tokenizer, or half of one.
    private static readonly string[] s_tokenizers = [Json, "vocab.txt", "vocab.json"];

    /// <summary>Makes sure that what stands in the folder already is of this model: it will not be replaced.</summary>
    /// <exception cref="ClozeException">It is of another model.</exception>
    public void RequireOwn()
    {
        if (Path.GetFullPath(folder) == Path.GetFullPath(source)) return;
        if (File.Exists(InFolder(Config)) && !Holds(IsConfig)) throw OfAnother(Config);
        string? tokenizer = Array.Find(s_tokenizers, name => File.Exists(InFolder(name)));
        if (tokenizer is not null && !Holds(IsTokenizer)) throw OfAnother(tokenizer);
    }

    /// <summary>
    /// Puts the model's files into the folder, as they are, but for what others need: a configuration says the kind of
    /// model, and settings of a tokenizer name no longer input than the model has positions for, as an engine fails at
    /// one. Where the model has no such file, one is made.
    /// </summary>
    /// <returns>The paths of the files that were written.</returns>
    /// <exception cref="ClozeException">A file cannot be read or written.</exception>
    public IReadOnlyList<string> Write()
    {
        EncoderConfig config = model.Model.Config;
        List<string> written = [.. s_files.Where(name => !File.Exists(InFolder(name)) && TryCopy(name))];
        if (!File.Exists(InFolder(Config)))
        {
            EncoderConfigFile.Save(folder, config, model.Model.Layout.Outputs);
            written.Add(Config);
        }

        written.AddRange(model.Tokenizer.SaveMissing(folder, config.TokenTypes > 0, config.MaximumPositions));
        return [.. written.Select(InFolder)];
    }

    // False where the model lacks the file, or has one that is better made anew.
    private bool TryCopy(string name)
    {
        if (!File.Exists(InSource(name))) return false;
        if (name == TokenizerConfig) return File.Exists(InSource(Json)) && TryCopySettings();
        if (name == Config && ConvertedConfig.Read(source) is { SaysModelType: false } config)
        {
            config.Write(folder, type: null, model.Model.Config.ModelType);
        }
        else Copy(name);

        return true;
    }

    private void Copy(string name)
    {
        using var file = new FileStream(UntrustedFile.Open(InSource(name)), FileAccess.Read);
        AtomicFile.Write(InFolder(name), file.CopyTo);
    }

    private bool TryCopySettings()
    {
        int positions = model.Model.Config.MaximumPositions;
        if (!(model.Tokenizer.Definition.Options.ModelMaximumLength <= positions)) return TryWriteLength(positions);
        Copy(TokenizerConfig);
        return true;
    }

    // All other fields as they are; false where the file is none that every reader takes, as one with NaN in it.
    private bool TryWriteLength(int length)
    {
        JsonElement settings;
        try
        {
            settings = UntrustedJson.Parse(UntrustedFile.Read(InSource(TokenizerConfig), MostBytes));
        }
        catch (JsonException)
        {
            return false;
        }

        AtomicFile.Write(InFolder(TokenizerConfig), stream =>
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

    // What cannot be opened is not this model's: that one was opened.
    private static bool Holds(Func<bool> isOwn)
    {
        try
        {
            return isOwn();
        }
        catch (ClozeException)
        {
            return false;
        }
    }

    private bool IsConfig() => Computed(EncoderConfigFile.Load(folder)) == Computed(model.Model.Config);

    // The same without what only training looks at.
    private static EncoderConfig Computed(EncoderConfig config) =>
        config.WithDropout(0) with { InitializerRange = 0, SpecialIds = default };

    private bool IsTokenizer() => Tokenizer.Load(folder).Vocabulary.HasPiecesOf(model.Tokenizer.Vocabulary);

    private ClozeException OfAnother(string name) => new(
        $"{InFolder(name)} is of another model than {source}, expected the same one's: what is there is not replaced.",
        "Choose another folder, or remove the files of the other model.");

    private string InSource(string name) => Path.Combine(source, name);

    private string InFolder(string name) => Path.Combine(folder, name);
}
