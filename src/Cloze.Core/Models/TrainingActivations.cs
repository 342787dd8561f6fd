using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// The memory of forward and backward passes over batches up to a capacity, taken from the machine once and cut anew
/// for each batch.
/// </summary>
internal sealed class TrainingActivations : IDisposable
{
    private readonly BertModel _model;
    private readonly Arena _memory;

    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public TrainingActivations(BertModel model, int tokenCapacity, int sequenceCapacity, int maskedCapacity)
    {
        _model = model;
        Hidden = new Tensor[model.Layers.Length + 1];
        Layers = new EncoderLayer.Cache[model.Layers.Length];
        using var measure = new MeasuringArena();
        Cut(measure, tokenCapacity, sequenceCapacity, maskedCapacity);
        _memory = model.Backend.CreateArena("activations", measure.Used);
    }

    /// <summary>Hidden states: output of the embeddings, then of each layer, [L + 1] of [T, H].</summary>
    public Tensor[] Hidden { get; }

    /// <summary>What each layer keeps, [L].</summary>
    public EncoderLayer.Cache[] Layers { get; }

    /// <summary>What the embeddings keep.</summary>
    public EmbeddingLayer.Cache Embeddings { get; private set; }

    /// <summary>What the prediction head keeps.</summary>
    public MaskedLanguageHead.Cache Prediction { get; private set; }

    /// <summary>What the pooler keeps.</summary>
    public Pooler.Cache Pooler { get; private set; }

    /// <summary>Gradient of the pooled rows, [S, H].</summary>
    public Tensor PooledGradient { get; private set; }

    /// <summary>Gradient of the hidden states, from the last layer's back to the embeddings', [T, H].</summary>
    public Tensor Gradient { get; private set; }

    /// <summary>Gradients within a layer.</summary>
    public BackwardScratch Scratch { get; private set; }

    /// <summary>Cuts the memory for a batch within the capacity.</summary>
    /// <param name="tokens">T.</param>
    /// <param name="sequences">The sequences asked for the next sentence.</param>
    /// <param name="masked">M.</param>
    public void Cut(int tokens, int sequences, int masked)
    {
        _memory.Reset();
        Cut(_memory, tokens, sequences, masked);
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private void Cut(Arena memory, int tokens, int sequences, int masked)
    {
        int width = _model.Config.HiddenSize;
        Embeddings = _model.Embeddings.Take(memory, tokens, training: true);
        Hidden[0] = memory.Take(tokens, width);
        for (int layer = 0; layer < Layers.Length; layer++)
        {
            Layers[layer] = _model.Layers[layer].Take(memory, tokens, training: true);
            Hidden[layer + 1] = memory.Take(tokens, width);
        }

        if (_model.Prediction is { } prediction) Prediction = prediction.Take(memory, masked, training: true);
        if (_model.Pooler is { } pooler) Pooler = pooler.Take(memory, sequences);
        PooledGradient = memory.Take(sequences, width);
        Gradient = memory.Take(tokens, width);
        Scratch = BackwardScratch.Take(memory, _model.Config, tokens);
    }
}
