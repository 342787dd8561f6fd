using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// Cuts an arena into the memory of forward passes. The layers take turns in the same memory, unless what each computed
/// is to be looked at.
/// </summary>
/// <param name="model">The model that is run.</param>
/// <param name="keepLayers">Whether every layer has memory of its own.</param>
internal sealed class InferenceActivations(EncoderModel model, bool keepLayers)
{
    /// <summary>Hidden states: output of the embeddings, then of each layer, [L + 1] of [T, H].</summary>
    public Tensor[] Hidden { get; } = new Tensor[model.Layers.Length + 1];

    /// <summary>The working memory of each layer, [L].</summary>
    public EncoderLayer.Cache[] Layers { get; } = new EncoderLayer.Cache[model.Layers.Length];

    /// <summary>The working memory of the embeddings.</summary>
    public EmbeddingLayer.Cache Embeddings { get; private set; }

    /// <summary>The floats that a batch of T tokens takes.</summary>
    public nint SizeOf(int tokens)
    {
        using var measure = new MeasuringArena(model.Backend.ActivationElement);
        Cut(tokens, measure);
        return measure.Used;
    }

    /// <summary>Cuts the memory for a batch of T tokens; whatever was cut from it before is dead.</summary>
    public void Cut(int tokens, Arena memory)
    {
        memory.Reset();
        Embeddings = model.Embeddings.Take(memory, tokens, training: false);
        Hidden[0] = memory.Take(tokens, model.Config.HiddenSize);
        for (int layer = 0; layer < Layers.Length; layer++)
        {
            bool own = keepLayers || layer == 0;
            Layers[layer] = own ? model.Layers[layer].Take(memory, tokens) : Layers[0];
            Hidden[layer + 1] = keepLayers ? memory.Take(tokens, model.Config.HiddenSize) : Hidden[0];
        }
    }
}
