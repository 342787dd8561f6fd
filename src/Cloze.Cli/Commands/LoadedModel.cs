using Cloze.Cli.Hosting;
using Cloze.Compute;
using Cloze.Inference;
using Cloze.Models;

namespace Cloze.Cli.Commands;

/// <summary>Loads a model for a verb and tells the user what its folder lacked.</summary>
internal static class LoadedModel
{
    /// <summary>Loads a folder or a model of a hub onto a device; warns of missing weights.</summary>
    /// <exception cref="ClozeException">The folder is missing or damaged, or the device cannot be used.</exception>
    public static MaskedLanguageModel Load(
        string model, EngineOptions engine, CliContext context, CancellationToken cancellation)
    {
        var loaded = MaskedLanguageModel.Load(HubFolder.Of(model, context, cancellation), engine);
        WarnOfMissing(loaded.Report, context);
        foreach (string note in loaded.Tokenizer.Notes) context.Warn(note);
        return loaded;
    }

    /// <summary>
    /// Loads a folder or a model of a hub to embed texts, which needs no head; warns of missing weights.
    /// </summary>
    /// <exception cref="ClozeException">The folder is missing or damaged.</exception>
    public static TextEncoder LoadEncoder(
        string model, EngineOptions engine, CliContext context, CancellationToken cancellation)
    {
        var encoder = TextEncoder.Load(HubFolder.Of(model, context, cancellation), engine);
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
