using Cloze.Cli.Hosting;
using Cloze.Compute;
using Cloze.Inference;
using Cloze.Models;

namespace Cloze.Cli.Commands;

/// <summary>Loads a model for a verb and tells the user what its folder lacked.</summary>
internal static class LoadedModel
{
    /// <summary>Loads a folder; warns of missing weights.</summary>
    /// <exception cref="ClozeException">The folder is missing or damaged.</exception>
    public static MaskedLanguageModel Load(string folder, int threads, CliContext context) =>
        Load(folder, new EngineOptions { Threads = threads }, context);

    /// <summary>Loads a folder onto a device; warns of missing weights.</summary>
    /// <exception cref="ClozeException">The folder is missing or damaged, or the device cannot be used.</exception>
    public static MaskedLanguageModel Load(string folder, EngineOptions engine, CliContext context)
    {
        MaskedLanguageModel model = MaskedLanguageModel.Load(folder, engine);
        WarnOfMissing(model.Report, context);
        foreach (string note in model.Tokenizer.Notes) context.Warn(note);
        return model;
    }

    /// <summary>Loads a folder to embed texts, which needs no head; warns of missing weights.</summary>
    /// <exception cref="ClozeException">The folder is missing or damaged.</exception>
    public static TextEncoder LoadEncoder(string folder, EngineOptions engine, CliContext context)
    {
        var encoder = TextEncoder.Load(folder, engine);
        WarnOfMissing(encoder.Report, context);
        foreach (string note in encoder.Tokenizer.Notes) context.Warn(note);
        return encoder;
    }

    /// <summary>Says which parameters of a model begin untrained; <c>cloze inspect</c> names them all.</summary>
    public static void WarnOfMissing(LoadReport report, CliContext context)
    {
        if (report.Missing.Count > 0) context.Warn($"{report.ToLine()} cloze inspect lists everything.");
    }

    /// <summary>Hears of texts that do not fit the model.</summary>
    public static CutTexts Cut(EncoderConfig config, CliContext context) =>
        new(context, $"the model's {config.MaximumPositions} positions");
}
