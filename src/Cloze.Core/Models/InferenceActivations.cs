using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// The memory of forward passes over batches up to a capacity. The layers take turns in the same memory, unless what
/// each computed is to be looked at.
/// </summary>
internal sealed class InferenceActivations : IDisposable
{
    private readonly BertModel _model;
    private readonly bool _keepLayers;
    private readonly Arena _memory;

    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public InferenceActivations(BertModel model, int tokenCapacity, bool keepLayers)
    {
        _model = model;
        _keepLayers = keepLayers;
        Hidden = new Tensor[model.Layers.Length + 1];
        Layers = new EncoderLayer.Cache[model.Layers.Length];
        using var measure = new MeasuringArena();
        Cut(measure, tokenCapacity);
        _memory = model.Backend.CreateArena("activations", measure.Used);
    }

    /// <summary>Hidden states: output of the embeddings, then of each layer, [L + 1] of [T, H].</summary>
    public Tensor[] Hidden { get; }

    /// <summary>The working memory of each layer, [L].</summary>
    public EncoderLayer.Cache[] Layers { get; }

    /// <summary>The working memory of the embeddings.</summary>
    public EmbeddingLayer.Cache Embeddings { get; private set; }

    /// <summary>Cuts the memory for a batch of T tokens within the capacity.</summary>
    public void Cut(int tokens)
    {
        _memory.Reset();
        Cut(_memory, tokens);
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private void Cut(Arena memory, int tokens)
    {
        Embeddings = _model.Embeddings.Take(memory, tokens, training: false);
        Hidden[0] = memory.Take(tokens, _model.Config.HiddenSize);
        for (int layer = 0; layer < Layers.Length; layer++)
        {
            bool own = _keepLayers || layer == 0;
            Layers[layer] = own ? _model.Layers[layer].Take(memory, tokens, training: false) : Layers[0];
            Hidden[layer + 1] = _keepLayers ? memory.Take(tokens, _model.Config.HiddenSize) : Hidden[0];
        }
    }
}
