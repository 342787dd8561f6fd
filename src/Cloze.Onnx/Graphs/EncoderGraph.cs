using Cloze.Models;

namespace Cloze.Onnx;

/// <summary>
/// An encoder whose norms come after its blocks, as a graph: part by part as <see cref="EncoderModel"/> computes it,
/// whatever the family calls the parts.
/// </summary>
/// <param name="graph">Where it is made.</param>
/// <param name="config">The model's sizes.</param>
/// <param name="layout">The model's parameters.</param>
internal sealed class EncoderGraph(GraphBuilder graph, EncoderConfig config, ParameterLayout layout)
{
    /// <summary>Makes the graph: ids, mask and, where there are several, types [B, S] to logits [B, S, V].</summary>
    public void Build()
    {
        Value ids = graph.Input("input_ids"), mask = graph.Input("attention_mask");
        Value hidden = Embed(ids);
        Value bias = MaskPart.Of(graph.At("/attention_mask"), mask);
        for (int layer = 0; layer < config.LayerCount; layer++) hidden = Layer(layer, hidden, bias);
        graph.Output("logits", Predict(hidden), config.VocabularySize);
    }

    // norm(word[id] + tokenType[t] + position[p]) · Wᵀ + b, of the parts that the model has
    private Value Embed(Value ids)
    {
        Value sum = TablePart.Rows(At(ModelPart.WordEmbeddings), Weight(ModelPart.WordEmbeddings), ids);
        if (config.TokenTypes > 0)
        {
            GraphScope at = At(ModelPart.TypeEmbeddings);
            string table = Weight(ModelPart.TypeEmbeddings);
            Value rows = config.TokenTypes > 1
                ? TablePart.FloatRows(at, table, graph.Input("token_type_ids"))
                : graph.Parameter(table);
            sum = at.Add(sum, rows);
        }

        if (config.HasPositions)
        {
            GraphScope at = At(ModelPart.PositionEmbeddings);
            string table = Weight(ModelPart.PositionEmbeddings);
            sum = at.Add(sum, TablePart.Positions(at, table, config.FirstPosition, ids));
        }

        Value norm = Norm(ModelPart.EmbeddingNorm, sum);
        return layout.Find(ModelPart.EmbeddingProjection) is null ? norm : Linear(ModelPart.EmbeddingProjection, norm);
    }

    // attended = norm(attention(input) · Woᵀ + bo + input)
    // norm(activation(attended · W1ᵀ + b1) · W2ᵀ + b2 + attended)
    private Value Layer(int layer, Value input, Value mask)
    {
        Value context = AttentionPart.Of(
            AtParentOf(ModelPart.Query, layer),
            Linear(ModelPart.Query, input, layer),
            Linear(ModelPart.Key, input, layer),
            Linear(ModelPart.Value, input, layer),
            mask,
            config.HiddenSize,
            config.AttentionHeadCount);
        Value attended = AddNorm(ModelPart.AttentionOutput, ModelPart.AttentionNorm, layer, context, input);
        Value activated = ActivationPart.Of(
            At(ModelPart.Inner, layer), Linear(ModelPart.Inner, attended, layer), config.Activation);
        return AddNorm(ModelPart.Output, ModelPart.OutputNorm, layer, activated, attended);
    }

    private Value AddNorm(ModelPart linear, ModelPart norm, int layer, Value value, Value residual)
    {
        Value sum = At(linear, layer).Add(Linear(linear, value, layer), residual);
        return Norm(norm, sum, layer);
    }

    // norm(activation(hidden · Wᵀ + b)) · decoderᵀ + bias
    private Value Predict(Value hidden)
    {
        Value activated = ActivationPart.Of(
            At(ModelPart.Transform),
            Linear(ModelPart.Transform, hidden),
            config.HeadActivation ?? config.Activation);
        Value transformed = Norm(ModelPart.TransformNorm, activated);
        string decoder = Weight(config.TieDecoder ? ModelPart.WordEmbeddings : ModelPart.Decoder);
        ParameterSpec? own = config.TieDecoder ? null : layout.FindBias(ModelPart.Decoder);
        ParameterSpec bias = own ?? layout.FindBias(ModelPart.Prediction)!;
        return LinearPart.Of(At(ModelPart.Decoder), transformed, decoder, bias.Name);
    }

    private Value Linear(ModelPart part, Value input, int layer = -1) => LinearPart.Of(
        At(part, layer), input, Weight(part, layer), layout.FindBias(part, layer)?.Name);

    private Value Norm(ModelPart part, Value input, int layer = -1) => NormPart.Of(
        At(part, layer), input, Weight(part, layer), layout.FindBias(part, layer)?.Name, config.LayerNormEpsilon);

    private string Weight(ModelPart part, int layer = -1) => layout.Find(part, layer)!.Name;

    private GraphScope At(ModelPart part, int layer = -1) => graph.At(PathOf(part, layer));

    private GraphScope AtParentOf(ModelPart part, int layer)
    {
        string path = PathOf(part, layer);
        return graph.At(path[..path.LastIndexOf('/')]);
    }

    // "/bert/encoder/layer/0/attention/self/query" of "bert.encoder.layer.0.attention.self.query.weight"
    private string PathOf(ModelPart part, int layer)
    {
        string weight = layout.Names.Weight(part, layer);
        return "/" + weight[..weight.LastIndexOf('.')].Replace('.', '/');
    }
}
