using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Inference;

/// <summary>
/// An encoder with its tokenizer, ready to embed texts; its folder needs no masked-language-model head. Loading gives a
/// finished object for any number of threads: calls at the same time share batches.
/// </summary>
public sealed class TextEncoder : EmbeddingModel
{
    private TextEncoder(InferenceEngine engine)
        : base(engine)
    {
    }

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
}
