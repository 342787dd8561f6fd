using Cloze.Models;

namespace Cloze.Onnx;

/// <summary>
/// An encoder as a graph: part by part as <see cref="EncoderModel"/> computes it, whatever the family calls the parts.
/// </summary>
/// <param name="graph">Where it is made.</param>
/// <param name="config">The model's sizes.</param>
/// <param name="layout">The model's parameters.</param>
internal sealed class EncoderGraph(GraphBuilder graph, EncoderConfig config, ParameterLayout layout)
{
    private readonly GraphParts _parts = new(graph, layout, config.LayerNormEpsilon);

    /// <summary>Makes the graph: ids, mask and, where there are several, types [B, S] to logits [B, S, V].</summary>
    public void Build()
    {
        Value ids = graph.Input("input_ids");
        Value mask = MaskPart.Of(graph.At("/attention_mask"), graph.Input("attention_mask"));
        Value embedded = Embed(ids);
        Value hidden = config.PreNorm is { } blocks
            ? new PreNormLayers(_parts, config, blocks).Of(embedded, mask, ids)
            : new PostNormLayers(_parts, config).Of(embedded, mask);
        graph.Output("logits", Predict(hidden), config.VocabularySize);
    }

    // norm(word[id] + tokenType[t] + position[p]) · Wᵀ + b, of the parts that the model has
    private Value Embed(Value ids)
    {
        Value sum = TablePart.Rows(
            _parts.At(ModelPart.WordEmbeddings), _parts.Weight(ModelPart.WordEmbeddings), ids);
        if (config.TokenTypes > 0)
        {
            GraphScope at = _parts.At(ModelPart.TypeEmbeddings);
            string table = _parts.Weight(ModelPart.TypeEmbeddings);
            Value rows = config.TokenTypes > 1
                ? TablePart.FloatRows(at, table, graph.Input("token_type_ids"))
                : graph.Parameter(table);
            sum = at.Add(sum, rows);
        }

        if (config.HasPositions)
        {
            GraphScope at = _parts.At(ModelPart.PositionEmbeddings);
            string table = _parts.Weight(ModelPart.PositionEmbeddings);
            sum = at.Add(sum, TablePart.Positions(at, table, config.FirstPosition, ids));
        }

        Value norm = _parts.Norm(ModelPart.EmbeddingNorm, sum);
        return _parts.Has(ModelPart.EmbeddingProjection) ? _parts.Linear(ModelPart.EmbeddingProjection, norm) : norm;
    }

    // norm(activation(hidden · Wᵀ + b)) · decoderᵀ + bias
    private Value Predict(Value hidden)
    {
        Value activated = ActivationPart.Of(
            _parts.At(ModelPart.Transform),
            _parts.Linear(ModelPart.Transform, hidden),
            config.HeadActivation ?? config.Activation);
        Value transformed = _parts.Norm(ModelPart.TransformNorm, activated);
        string decoder = _parts.Weight(config.TieDecoder ? ModelPart.WordEmbeddings : ModelPart.Decoder);
        ParameterSpec? own = config.TieDecoder ? null : layout.FindBias(ModelPart.Decoder);
        ParameterSpec? bias = own ?? layout.FindBias(ModelPart.Prediction);
        return LinearPart.Of(_parts.At(ModelPart.Decoder), transformed, decoder, bias?.Name);
    }
}
