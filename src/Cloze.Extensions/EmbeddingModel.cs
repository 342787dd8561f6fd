using Cloze.Inference;
using Cloze.Models;

namespace Cloze.Extensions;

/// <summary>What a model gives embeddings with, whether it has a masked-language-model head or not.</summary>
/// <param name="Source">The <see cref="MaskedLanguageModel"/> or <see cref="TextEncoder"/>.</param>
/// <param name="Config">Its sizes.</param>
/// <param name="Tokenizer">Its tokenizer.</param>
/// <param name="Embed">Embeds texts in order.</param>
internal sealed record EmbeddingModel(
    IDisposable Source,
    EncoderConfig Config,
    Text.Tokenizer Tokenizer,
    Func<IEnumerable<string>, EmbedOptions, CancellationToken, IAsyncEnumerable<TextEmbedding>> Embed)
{
    /// <summary>A model with a head.</summary>
    public static EmbeddingModel Of(MaskedLanguageModel model) =>
        new(model, model.Config, model.Tokenizer, model.EmbedManyAsync);

    /// <summary>An encoder alone.</summary>
    public static EmbeddingModel Of(TextEncoder encoder) =>
        new(encoder, encoder.Config, encoder.Tokenizer, encoder.EmbedManyAsync);

    /// <summary>Loads what the options ask for.</summary>
    /// <exception cref="ClozeException">
    /// The folder is missing or damaged, or lacks the head that is asked for.
    /// </exception>
    public static EmbeddingModel Load(ClozeOptions options) => options.EncoderOnly
        ? Of(TextEncoder.Load(options.Folder!, options.ToEngineOptions()))
        : Of(MaskedLanguageModel.Load(options.Folder!, options.ToEngineOptions()));
}
