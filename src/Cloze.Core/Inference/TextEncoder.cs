using Cloze.Compute;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>
/// An encoder with its tokenizer, ready to embed texts; its folder needs no masked-language-model head. Loading gives a
/// finished object for any number of threads: calls at the same time share batches.
/// </summary>
public sealed partial class TextEncoder : IDisposable
{
    private readonly InferenceEngine _engine;

    private TextEncoder(InferenceEngine engine) => _engine = engine;

    /// <summary>The tokenizer the model was trained with.</summary>
    public Tokenizer Tokenizer => _engine.Tokenizer;

    /// <summary>The model's sizes and settings.</summary>
    public EncoderConfig Config => _engine.Config;

    /// <summary>Which tensors the folder lacked and which were left unused.</summary>
    public LoadReport Report => _engine.Report;

    /// <summary>Loads a model folder in the Hugging Face layout; its heads, if any, are left unused.</summary>
    /// <param name="folder">Holds config.json, the weights and the tokenizer.</param>
    /// <param name="threads">Threads to compute with; 0 for one a core.</param>
    /// <exception cref="ClozeException">The folder is missing, damaged, or its parts disagree.</exception>
    /// <exception cref="ArgumentNullException">No folder is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    public static TextEncoder Load(string folder, int threads = 0) =>
        Load(folder, new EngineOptions { Threads = threads });

    /// <summary>Loads a model folder onto a device.</summary>
    /// <param name="folder">Holds config.json, the weights and the tokenizer.</param>
    /// <param name="engine">Where the model computes, and how.</param>
    /// <exception cref="ClozeException">
    /// The folder is missing, damaged, or its parts disagree; or the device cannot be used.
    /// </exception>
    /// <exception cref="ArgumentNullException">No folder or no engine is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    public static TextEncoder Load(string folder, EngineOptions engine) =>
        new(InferenceEngine.Load(folder, ModelOutputs.None, engine));

    /// <summary>Encodes a text for this model, cut to its positions.</summary>
    /// <param name="text">The text, or two that belong together.</param>
    /// <exception cref="ClozeException">The model has too few positions or token types for it.</exception>
    /// <exception cref="ArgumentNullException">No text is given.</exception>
    public Encoding Encode(TextPair text) => ModelInput.Encode(Tokenizer, Config, text);

    /// <summary>
    /// Waits for the batch that is running, then frees the model; calls that wait, and later ones, fail with
    /// <see cref="ObjectDisposedException"/>.
    /// </summary>
    public void Dispose() => _engine.Dispose();
}
