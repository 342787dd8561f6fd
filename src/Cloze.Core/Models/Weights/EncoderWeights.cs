using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// A flat parameter buffer seen as the tensors of an encoder and its heads. The same view over a gradient buffer gives
/// the gradients: where the decoder is tied, both uses of the word embeddings meet in one tensor.
/// </summary>
internal sealed class EncoderWeights
{
    private readonly ParameterLayout _layout;
    private readonly Tensor _flat;

    /// <param name="config">The model's sizes.</param>
    /// <param name="layout">Where each parameter lies.</param>
    /// <param name="flat">The buffer, [1, layout.Length].</param>
    public EncoderWeights(EncoderConfig config, ParameterLayout layout, Tensor flat)
    {
        _layout = layout;
        _flat = flat;
        Tensor positions = Weight(ModelPart.PositionEmbeddings);
        Tables = new EmbeddingTables(
            Weight(ModelPart.WordEmbeddings),
            positions.IsNone ? positions : positions.RowRange(config.FirstPosition, config.MaximumPositions),
            Weight(ModelPart.TypeEmbeddings));
        EmbeddingNorm = Norm(ModelPart.EmbeddingNorm);
        EmbeddingProjection = Linear(ModelPart.EmbeddingProjection);
        Layers = [.. Enumerable.Range(0, config.LayerCount).Select(layer => Layer(config, layer))];
        Pooler = Linear(ModelPart.Pooler);
        NextSentence = Linear(ModelPart.NextSentence);
        Transform = Linear(ModelPart.Transform);
        TransformNorm = Norm(ModelPart.TransformNorm);
        Decoder = FindDecoder(config);
    }

    /// <summary>
    /// Word, position and token type embeddings; of positions the rows from that of a sequence's first token on.
    /// </summary>
    public EmbeddingTables Tables { get; }

    /// <summary>LayerNorm after the embeddings.</summary>
    public NormWeights EmbeddingNorm { get; }

    /// <summary>From the embeddings to the hidden states, [H, E]; absent where they are as wide.</summary>
    public LinearWeights EmbeddingProjection { get; }

    /// <summary>The encoder layers, [L].</summary>
    public EncoderLayerWeights[] Layers { get; }

    /// <summary>The pooler's linear layer, [H, H]; absent without a pooler.</summary>
    public LinearWeights Pooler { get; }

    /// <summary>The next-sentence head, [2, H]; absent without it.</summary>
    public LinearWeights NextSentence { get; }

    /// <summary>The prediction head's linear layer, [E, H]; absent without the head.</summary>
    public LinearWeights Transform { get; }

    /// <summary>The prediction head's LayerNorm.</summary>
    public NormWeights TransformNorm { get; }

    /// <summary>
    /// The decoder, [V, E]: the word embeddings with the prediction bias where tied; some models have no bias.
    /// </summary>
    public LinearWeights Decoder { get; }

    /// <summary>The parameter of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Tensor this[string name] => Of(_layout[name]);

    private Tensor Of(ParameterSpec? parameter) => parameter is null
        ? Tensor.None
        : _flat.Slice(parameter.Offset, parameter.Rows, parameter.Columns);

    private Tensor Weight(ModelPart part, int layer = -1) => Of(_layout.Find(part, layer));

    private Tensor Bias(ModelPart part, int layer = -1) => Of(_layout.FindBias(part, layer));

    private LinearWeights Linear(ModelPart part, int layer = -1) => new(Weight(part, layer), Bias(part, layer));

    private NormWeights Norm(ModelPart part, int layer = -1) => new(Weight(part, layer), Bias(part, layer));

    private LinearWeights FindDecoder(EncoderConfig config)
    {
        if (Transform.Weight.IsNone) return default;
        Tensor prediction = Bias(ModelPart.Prediction);
        if (config.TieDecoder) return new LinearWeights(Tables.Word, prediction);
        Tensor own = Bias(ModelPart.Decoder);
        return new LinearWeights(Weight(ModelPart.Decoder), own.IsNone ? prediction : own);
    }

    private EncoderLayerWeights Layer(EncoderConfig config, int layer) => new(
        QueryKeyValue(config.HiddenSize, layer),
        Linear(ModelPart.AttentionOutput, layer),
        Norm(ModelPart.AttentionNorm, layer),
        Linear(ModelPart.Inner, layer),
        Linear(ModelPart.Output, layer),
        Norm(ModelPart.OutputNorm, layer),
        layer == config.LayerCount - 1 ? Norm(ModelPart.FinalNorm, layer) : default);

    /// <summary>Query, key and value, which lie side by side in the buffer, as one linear layer [3H, H].</summary>
    private LinearWeights QueryKeyValue(int hidden, int layer)
    {
        if (_layout.Find(ModelPart.Query, layer) is not { } query) return Linear(ModelPart.QueryKeyValue, layer);
        return new LinearWeights(
            _flat.Slice(query.Offset, 3 * hidden, hidden),
            _flat.Slice(_layout.FindBias(ModelPart.Query, layer)!.Offset, 1, 3 * hidden));
    }
}
