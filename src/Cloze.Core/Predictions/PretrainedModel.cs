using Cloze.Compute;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Predictions;

/// <summary>A model folder, opened: the tokenizer, and the model in the memory of its own engine.</summary>
internal sealed class PretrainedModel : IDisposable
{
    private PretrainedModel(
        string folder, Tokenizer tokenizer, Backend backend, EncoderModel model, LoadReport report, int threads)
    {
        Threads = threads;
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
    public Backend Backend { get; }

    /// <summary>Threads that the host computes with.</summary>
    public int Threads { get; }

    /// <summary>The model.</summary>
    public EncoderModel Model { get; }

    /// <summary>Which tensors the folder lacked and which were left unused.</summary>
    public LoadReport Report { get; }

    /// <summary>Opens a model folder on the processor.</summary>
    /// <param name="folder">Holds config.json, the weights and the tokenizer.</param>
    /// <param name="outputs">The heads wanted.</param>
    /// <param name="threads">Threads to compute with; 0 for one a core.</param>
    /// <inheritdoc cref="Load(string, ModelOutputs, EngineOptions)" path="/exception"/>
    public static PretrainedModel Load(string folder, ModelOutputs outputs, int threads) =>
        Load(folder, outputs, new EngineOptions { Threads = threads });

    /// <summary>Opens a model folder in the Hugging Face layout; where a step fails, nothing is left open.</summary>
    /// <param name="folder">Holds config.json, the weights and the tokenizer.</param>
    /// <param name="outputs">The heads wanted.</param>
    /// <param name="engine">Where the model is to live and run.</param>
    /// <exception cref="ClozeException">
    /// The folder is missing, damaged, or its parts disagree; it lacks the masked-language-model head that is wanted,
    /// or the model has too few positions for a text; or the device cannot be used.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    public static PretrainedModel Load(string folder, ModelOutputs outputs, EngineOptions engine) =>
        Load(folder, (_, _) => outputs, engine);

    /// <summary>
    /// Opens a model that predicts words, with its next-sentence head where the folder has that whole.
    /// </summary>
    /// <inheritdoc cref="Load(string, ModelOutputs, EngineOptions)" path="/param | /exception"/>
    public static PretrainedModel LoadPredictions(string folder, EngineOptions engine) =>
        Load(folder, WeightLoader.FindPredictions, engine);

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        Backend.Dispose();
    }

    private static PretrainedModel Load(
        string folder, Func<string, EncoderConfig, ModelOutputs> choose, EngineOptions engine)
    {
        ArgumentNullException.ThrowIfNull(folder);
        EncoderConfig config = EncoderFolder.ReadConfig(folder);
        Tokenizer tokenizer = Tokenizer.Load(folder);
        EncoderFolder.RequireVocabulary(folder, tokenizer.Vocabulary.Count, config);
        ModelOutputs outputs = choose(folder, config);
        RequireHead(folder, WeightLoader.Check(folder, new ParameterLayout(config, outputs)));
        Backend? backend = null;
        EncoderModel? model = null;
        try
        {
            backend = engine.Create(weightsStay: true);
            model = EncoderModel.Load(folder, backend, outputs, out LoadReport report);
            int count = engine.Threads > 0 ? engine.Threads : Environment.ProcessorCount;
            return new PretrainedModel(folder, tokenizer, backend, model, report, count);
        }
        catch
        {
            model?.Dispose();
            backend?.Dispose();
            throw;
        }
    }

    private static void RequireHead(string folder, LoadReport report)
    {
        if (!report.LacksHead) return;
        throw new ClozeException(
            $"{folder} has no masked-language-model head, so it cannot predict words.",
            "Use a model that was saved with its head; a run that continues `from` this folder learns one.");
    }
}
