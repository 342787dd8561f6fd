using Cloze.Compute;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Predictions;

/// <summary>A model folder, opened: the tokenizer, and the model in the memory of its own engine.</summary>
internal sealed class PretrainedModel : IDisposable
{
    private PretrainedModel(
        string folder, Tokenizer tokenizer, CpuBackend backend, EncoderModel model, LoadReport report)
    {
        Folder = folder;
        Tokenizer = tokenizer;
        Backend = backend;
        Model = model;
        Report = report;
    }

    /// <summary>The folder, as it was given.</summary>
    public string Folder { get; }

    /// <summary>The tokenizer the model was trained with.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Where the model lives and runs.</summary>
    public CpuBackend Backend { get; }

    /// <summary>The model.</summary>
    public EncoderModel Model { get; }

    /// <summary>Which tensors the folder lacked and which were left unused.</summary>
    public LoadReport Report { get; }

    /// <summary>Opens a model folder in the Hugging Face layout; where a step fails, nothing is left open.</summary>
    /// <param name="folder">Holds config.json, the weights and the tokenizer.</param>
    /// <param name="outputs">The heads wanted.</param>
    /// <param name="threads">Threads to compute with; 0 for one a core.</param>
    /// <exception cref="ClozeException">
    /// The folder is missing, damaged, or its parts disagree; it lacks the masked-language-model head that is wanted,
    /// or the model has too few positions for a text.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    public static PretrainedModel Load(string folder, ModelOutputs outputs, int threads)
    {
        ArgumentNullException.ThrowIfNull(folder);
        EncoderConfig config = EncoderFolder.ReadConfig(folder);
        Tokenizer tokenizer = Tokenizer.Load(folder);
        EncoderFolder.RequireVocabulary(folder, tokenizer.Vocabulary.Count, config);
        RequireHead(folder, WeightLoader.Check(folder, new ParameterLayout(config, outputs)));
        CpuBackend? backend = null;
        EncoderModel? model = null;
        try
        {
            backend = new CpuBackend(threads);
            model = EncoderModel.Load(folder, backend, outputs, out LoadReport report);
            return new PretrainedModel(folder, tokenizer, backend, model, report);
        }
        catch
        {
            model?.Dispose();
            backend?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        Backend.Dispose();
    }

    private static void RequireHead(string folder, LoadReport report)
    {
        if (!report.LacksHead) return;
        throw new ClozeException(
            $"{folder} has no masked-language-model head, so it cannot predict words.",
            "Use a model that was saved with its head; a run that continues `from` this folder learns one.");
    }
}
