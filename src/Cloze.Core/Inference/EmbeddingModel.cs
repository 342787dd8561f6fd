using Cloze.Models;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>
/// A loaded model with its tokenizer, which turns texts into vectors: a <see cref="TextEncoder"/>, or a
/// <see cref="MaskedLanguageModel"/>, which does more. Any number of threads may use it; calls at the same time share
/// batches.
/// </summary>
public abstract partial class EmbeddingModel : IDisposable
{
    private protected EmbeddingModel(InferenceEngine engine) => Engine = engine;

    /// <summary>The tokenizer the model was trained with.</summary>
    public Tokenizer Tokenizer => Engine.Tokenizer;

    /// <summary>The model's sizes and settings.</summary>
    public EncoderConfig Config => Engine.Config;

    /// <summary>Which tensors the folder lacked and which were left unused.</summary>
    public LoadReport Report => Engine.Report;

    private protected InferenceEngine Engine { get; }

    /// <summary>Encodes a text for this model, cut to its positions.</summary>
    /// <param name="text">The text, or two that belong together.</param>
    /// <exception cref="ClozeException">The model has too few positions or token types for it.</exception>
    /// <exception cref="ArgumentNullException">No text is given.</exception>
    public Encoding Encode(TextPair text) => ModelInput.Encode(Tokenizer, Config, text);

    /// <summary>
    /// Waits for the batch that is running, then frees the model; calls that wait, and later ones, fail with
    /// <see cref="ObjectDisposedException"/>.
    /// </summary>
    public void Dispose()
    {
        Engine.Close(Free);
        GC.SuppressFinalize(this);
    }

    // What there is beside the engine.
    private protected virtual void Free()
    {
    }
}
