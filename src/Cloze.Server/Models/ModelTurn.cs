using Cloze.Inference;

namespace Cloze.Server.Models;

/// <summary>One request's use of a model: its texts are counted as waiting until it is disposed of.</summary>
internal sealed class ModelTurn(ServedModel served, LoadedModel loaded, int texts) : IDisposable
{
    /// <summary>The model, the same for the whole request.</summary>
    public MaskedLanguageModel Model => loaded.Model;

    /// <summary>The model's name.</summary>
    public string Name => served.Name;

    /// <inheritdoc/>
    public void Dispose()
    {
        loaded.Release();
        served.Row.Leave(texts);
    }
}
