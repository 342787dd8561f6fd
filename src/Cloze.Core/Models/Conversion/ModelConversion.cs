using Cloze.Files;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>
/// Writes a model folder anew with its weights in another format or type. Every tensor keeps its name and its shape,
/// whatever the family; configuration and tokenizer are taken over.
/// </summary>
public static class ModelConversion
{
    // What tokenizers are read from, by whoever reads them.
    private static readonly string[] s_tokenizerFiles =
    [
        "tokenizer.json", "tokenizer_config.json", "vocab.txt", "vocab.json", "merges.txt", "special_tokens_map.json",
        "added_tokens.json", "spiece.model", "sentencepiece.bpe.model",
    ];

    /// <summary>Converts a folder: the weights first, the configuration last.</summary>
    /// <param name="options">What to read, what to write.</param>
    /// <param name="progress">Is told how far it has come, or null.</param>
    /// <param name="cancellation">Stops it; the file that was being written is removed.</param>
    /// <exception cref="ClozeException">
    /// The folder or one of its files cannot be read; the other folder holds a model or cannot be written; a value is
    /// too large for the type; a tensor's type is neither a whole number nor a float of 16, 32 or 64 bits.
    /// </exception>
    /// <exception cref="ArgumentNullException">No options are given.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ConversionResult Run(
        ConversionOptions options,
        IProgress<ConversionProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ModelFolder.Require(options.Model);
        RequireFree(options.Output);
        ConvertedConfig? config = IsOriginal(options.Model) ? null : ConvertedConfig.Read(options.Model);
        using TensorFolder weights = WeightFolder.Open(options.Model);
        var tensors = ConvertedTensors.Of(weights, options.Type);
        Folder.Create(options.Output);
        string path = Path.Combine(options.Output, FileOf(options.Format));
        IEnumerable<TensorSource> sources = tensors.Sources(progress, cancellation);
        if (options.Format == WeightFormat.PyTorch) PyTorchWriter.Write(path, sources);
        else SafetensorsWriter.Write(path, sources);
        string[] copied = [.. s_tokenizerFiles.Where(name => Copy(options, name))];
        config ??= WriteAnew(options);
        config.Write(
            options.Output, tensors.Types is [var only] ? only : null, config.FindModelType(weights.Names));
        return new ConversionResult(
            path,
            tensors.Count,
            tensors.Parameters,
            new FileInfo(path).Length,
            tensors.Types,
            tensors.LeftOut,
            copied);
    }

    // The original release's file says the sizes, and not what kind of model it is.
    private static bool IsOriginal(string model) =>
        !File.Exists(Path.Combine(model, EncoderConfigFile.FileName))
        && File.Exists(Path.Combine(model, EncoderConfigFile.OriginalName));

    private static ConvertedConfig WriteAnew(ConversionOptions options)
    {
        EncoderConfig config = EncoderConfigFile.Load(options.Model);
        EncoderConfigFile.Save(options.Output, config, WeightLoader.FindOutputs(options.Model));
        return ConvertedConfig.Read(options.Output);
    }

    private static string FileOf(WeightFormat format) =>
        format == WeightFormat.PyTorch ? PyTorchFile.FileName : SafetensorsFile.FileName;

    private static void RequireFree(string output)
    {
        string[] names = [.. WeightFolder.FileNames, EncoderConfigFile.FileName, .. s_tokenizerFiles];
        if (Array.Find(names, name => File.Exists(Path.Combine(output, name))) is not { } found) return;
        throw new ClozeException(
            $"{output} holds {found} already, expected a folder without files of a model.",
            "Choose another folder.");
    }

    private static bool Copy(ConversionOptions options, string name)
    {
        string from = Path.Combine(options.Model, name);
        if (!File.Exists(from)) return false;
        using var source = new FileStream(UntrustedFile.Open(from), FileAccess.Read);
        AtomicFile.Write(Path.Combine(options.Output, name), source.CopyTo);
        return true;
    }
}
