using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// A flat parameter buffer seen as the tensors of a BERT. The same view over a gradient buffer gives the gradients:
/// where the decoder is tied, both uses of the word embeddings meet in one tensor.
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
        Tables = new EmbeddingTables(
            this["bert.embeddings.word_embeddings.weight"],
            this["bert.embeddings.position_embeddings.weight"],
            this["bert.embeddings.token_type_embeddings.weight"]);
        EmbeddingNorm = Norm("bert.embeddings.LayerNorm");
        Layers = [.. Enumerable.Range(0, config.LayerCount).Select(layer => Layer(config.HiddenSize, layer))];
        if (layout.Outputs.HasFlag(ModelOutputs.Pooler)) Pooler = Linear("bert.pooler.dense");
        if (layout.Outputs.HasFlag(ModelOutputs.NextSentence)) NextSentence = Linear("cls.seq_relationship");
        if (!layout.Outputs.HasFlag(ModelOutputs.MaskedLanguageModel)) return;
        Transform = Linear("cls.predictions.transform.dense");
        TransformNorm = Norm("cls.predictions.transform.LayerNorm");
        Decoder = config.TieDecoder
            ? new LinearWeights(Tables.Word, this["cls.predictions.bias"])
            : Linear("cls.predictions.decoder");
    }

    /// <summary>Word, position and token type embeddings.</summary>
    public EmbeddingTables Tables { get; }

    /// <summary>LayerNorm after the embeddings.</summary>
    public NormWeights EmbeddingNorm { get; }

    /// <summary>The encoder layers, [L].</summary>
    public EncoderLayerWeights[] Layers { get; }

    /// <summary>The pooler's linear layer, [H, H]; absent without a pooler.</summary>
    public LinearWeights Pooler { get; }

    /// <summary>The next-sentence head, [2, H]; absent without it.</summary>
    public LinearWeights NextSentence { get; }

    /// <summary>The prediction head's linear layer, [H, H]; absent without the head.</summary>
    public LinearWeights Transform { get; }

    /// <summary>The prediction head's LayerNorm.</summary>
    public NormWeights TransformNorm { get; }

    /// <summary>The decoder, [V, H]: the word embeddings with the prediction bias where tied.</summary>
    public LinearWeights Decoder { get; }

    /// <summary>The parameter of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Tensor this[string name]
    {
        get
        {
            ParameterSpec parameter = _layout[name];
            return _flat.Slice(parameter.Offset, parameter.Rows, parameter.Columns);
        }
    }

    private LinearWeights Linear(string name) => new(this[$"{name}.weight"], this[$"{name}.bias"]);

    private NormWeights Norm(string name) => new(this[$"{name}.weight"], this[$"{name}.bias"]);

    private EncoderLayerWeights Layer(int hidden, int layer)
    {
        string prefix = $"bert.encoder.layer.{layer}";
        return new EncoderLayerWeights(
            QueryKeyValue($"{prefix}.attention.self", hidden),
            Linear($"{prefix}.attention.output.dense"),
            Norm($"{prefix}.attention.output.LayerNorm"),
            Linear($"{prefix}.intermediate.dense"),
            Linear($"{prefix}.output.dense"),
            Norm($"{prefix}.output.LayerNorm"));
    }

    /// <summary>Query, key and value, which lie side by side in the buffer, as one linear layer [3H, H].</summary>
    private LinearWeights QueryKeyValue(string name, int hidden) => new(
        _flat.Slice(_layout[$"{name}.query.weight"].Offset, 3 * hidden, hidden),
        _flat.Slice(_layout[$"{name}.query.bias"].Offset, 1, 3 * hidden));
}
