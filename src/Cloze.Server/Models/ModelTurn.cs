using Cloze.Inference;
using Cloze.Models;
using Cloze.Server.Requests;
using Cloze.Text;
using Microsoft.AspNetCore.Http;

namespace Cloze.Server.Models;

/// <summary>One request's use of a model: its texts are counted as waiting until it is disposed of.</summary>
internal sealed class ModelTurn(ServedModel served, LoadedModel loaded, int texts) : IDisposable
{
    /// <summary>The model's name.</summary>
    public string Name => served.Name;

    /// <summary>The model's sizes.</summary>
    public EncoderConfig Config => loaded.Config;

    /// <summary>The model's tokenizer.</summary>
    public Tokenizer Tokenizer => loaded.Tokenizer;

    /// <summary>The model, where it can predict words; the same for the whole request.</summary>
    /// <exception cref="RequestException">It can only embed.</exception>
    public MaskedLanguageModel FillMask => loaded.FillMask ?? throw new RequestException(
        StatusCodes.Status400BadRequest,
        $"The model {Name} has no masked-language-model head: it predicts no words.",
        "Embed texts with it, or name a model that has one.",
        "model");

    /// <summary>Embeds texts, in their order.</summary>
    /// <exception cref="ClozeException">The model has no such layer.</exception>
    public IAsyncEnumerable<TextEmbedding> EmbedAsync(
        IReadOnlyList<string> inputs, EmbedOptions options, CancellationToken cancellation) =>
        loaded.EmbedAsync(inputs, options, cancellation);

    /// <summary>Encodes a text for the model, cut to its positions.</summary>
    public Encoding Encode(string text, string? pair, out int tokensCut) => loaded.Encode(text, pair, out tokensCut);

    /// <inheritdoc/>
    public void Dispose()
    {
        loaded.Release();
        served.Row.Leave(texts);
    }
}
