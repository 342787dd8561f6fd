using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// Cuts an arena into what forward and backward passes over a batch compute and keep. Of the last layer's output only
/// the R rows stand there that the heads read.
/// </summary>
/// <param name="model">The model that is trained.</param>
/// <param name="recompute">
/// Whether the layers take turns in the memory of one: then only their inputs, <see cref="Hidden"/>, outlast the
/// forward pass, and each layer's pass is repeated before its backward pass.
/// </param>
internal sealed class TrainingActivations(EncoderModel model, bool recompute)
{
    /// <summary>
    /// Hidden states: output of the embeddings, then of each layer, [L + 1] of [T, H], the last [R, H].
    /// </summary>
    public Tensor[] Hidden { get; } = new Tensor[model.Layers.Length + 1];

    /// <summary>What each layer keeps, [L].</summary>
    public EncoderLayer.Cache[] Layers { get; } = new EncoderLayer.Cache[model.Layers.Length];

    /// <summary>What the embeddings keep.</summary>
    public EmbeddingLayer.Cache Embeddings { get; private set; }

    /// <summary>What the prediction head keeps.</summary>
    public MaskedLanguageOutput.Cache Prediction { get; private set; }

    /// <summary>What the pooler keeps.</summary>
    public Pooler.Cache Pooler { get; private set; }

    /// <summary>Gradient of the pooled rows, [S, H].</summary>
    public Tensor PooledGradient { get; private set; }

    /// <summary>Gradient of the hidden states, from the last layer's back to the embeddings', [T, H].</summary>
    public Tensor Gradient { get; private set; }

    /// <summary>Gradient of the rows that the heads read, [R, H].</summary>
    public Tensor RowGradient { get; private set; }

    /// <summary>What lives within a layer's pass.</summary>
    public LayerScratch Scratch { get; private set; }

    /// <summary>The floats that a batch of at most these sizes takes.</summary>
    /// <param name="tokens">T.</param>
    /// <param name="sequences">The sequences asked for the next sentence.</param>
    /// <param name="masked">M.</param>
    /// <param name="pieces">C, the pieces of a sample of the vocabulary; 0 for none.</param>
    public nint SizeOf(int tokens, int sequences, int masked, int pieces)
    {
        using var measure = new MeasuringArena(model.Backend.ActivationElement);
        Cut(tokens, sequences, masked, Math.Min(sequences + masked, tokens), pieces, measure);
        return measure.Used;
    }

    /// <summary>Cuts the memory for a batch.</summary>
    /// <param name="tokens">T.</param>
    /// <param name="sequences">The sequences asked for the next sentence.</param>
    /// <param name="masked">M.</param>
    /// <param name="rows">R, the rows that the heads read.</param>
    /// <param name="pieces">C, the pieces of a sample of the vocabulary; 0 for none.</param>
    /// <param name="memory">The arena; whatever was cut from it before is dead.</param>
    public void Cut(int tokens, int sequences, int masked, int rows, int pieces, Arena memory)
    {
        memory.Reset();
        int width = model.Config.HiddenSize;
        Scratch = LayerScratch.Take(memory, model.Config, tokens);
        Gradient = memory.Take(tokens, width);
        RowGradient = memory.Take(rows, width);
        Embeddings = model.Embeddings.Take(memory, tokens, training: true);
        Hidden[0] = memory.Take(tokens, width);
        for (int layer = 0; layer < Layers.Length; layer++)
        {
            bool last = layer == Layers.Length - 1;
            Layers[layer] = TakeLayer(memory, layer, tokens, last ? rows : null);
            Hidden[layer + 1] = memory.Take(last ? rows : tokens, width);
        }

        if (model.Prediction is { } prediction) Prediction = prediction.Take(memory, masked, training: true, pieces);
        if (model.Pooler is { } pooler) Pooler = pooler.Take(memory, sequences);
        PooledGradient = memory.Take(sequences, width);
    }

    private EncoderLayer.Cache TakeLayer(Arena memory, int layer, int tokens, int? rows)
    {
        EncoderLayer part = model.Layers[layer];
        if (recompute && layer > 0) return rows is { } read ? part.TakeRows(memory, read, Layers[0]) : Layers[0];
        return rows is { } some
            ? part.TakeRows(memory, tokens, some, Scratch)
            : part.Take(memory, tokens, Scratch);
    }
}
