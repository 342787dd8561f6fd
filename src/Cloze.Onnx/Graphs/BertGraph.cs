using Cloze.Models;

namespace Cloze.Onnx;

/// <summary>BERT (Devlin et al. 2019) as a graph, part by part as <see cref="EncoderModel"/> computes it.</summary>
internal static class BertGraph
{
    private const string Embeddings = "bert.embeddings", Head = "cls.predictions";

    /// <summary>Makes the graph: ids, mask and types [B, S] to logits [B, S, V].</summary>
    public static void Build(GraphBuilder graph, EncoderConfig config)
    {
        Value ids = graph.Input("input_ids"), mask = graph.Input("attention_mask");
        Value types = graph.Input("token_type_ids");
        Value hidden = Embed(graph.At("/bert/embeddings"), config, ids, types);
        Value bias = MaskPart.Of(graph.At("/bert"), mask);
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            GraphScope at = graph.At(FormattableString.Invariant($"/bert/encoder/layer.{layer}"));
            hidden = Layer(at, config, FormattableString.Invariant($"bert.encoder.layer.{layer}"), hidden, bias);
        }

        graph.Output("logits", Predict(graph.At("/cls/predictions"), config, hidden), config.VocabularySize);
    }

    // norm(word[id] + tokenType[t] + position[p])
    private static Value Embed(GraphScope at, EncoderConfig config, Value ids, Value types)
    {
        Value words = TablePart.Rows(at.In("word_embeddings"), $"{Embeddings}.word_embeddings.weight", ids);
        Value kinds = TablePart.FloatRows(
            at.In("token_type_embeddings"), $"{Embeddings}.token_type_embeddings.weight", types);
        Value places = TablePart.Positions(
            at.In("position_embeddings"), $"{Embeddings}.position_embeddings.weight", ids);
        Value sum = at.Add(at.Add(words, kinds), places);
        return NormPart.Of(at.In("LayerNorm"), sum, $"{Embeddings}.LayerNorm", config.LayerNormEpsilon);
    }

    // attended = norm(attention(input) · Woᵀ + bo + input)
    // norm(activation(attended · W1ᵀ + b1) · W2ᵀ + b2 + attended)
    private static Value Layer(GraphScope at, EncoderConfig config, string name, Value input, Value mask)
    {
        Value context = Attend(at.In("attention/self"), config, $"{name}.attention.self", input, mask);
        Value attended = AddNorm(at.In("attention/output"), config, $"{name}.attention.output", context, input);
        GraphScope inner = at.In("intermediate");
        Value activated = ActivationPart.Of(
            inner.In("intermediate_act_fn"),
            LinearPart.Of(inner.In("dense"), attended, $"{name}.intermediate.dense"),
            config.Activation);
        return AddNorm(at.In("output"), config, $"{name}.output", activated, attended);
    }

    private static Value Attend(GraphScope at, EncoderConfig config, string name, Value input, Value mask)
    {
        Value query = LinearPart.Of(at.In("query"), input, $"{name}.query");
        Value key = LinearPart.Of(at.In("key"), input, $"{name}.key");
        Value value = LinearPart.Of(at.In("value"), input, $"{name}.value");
        return AttentionPart.Of(at, query, key, value, mask, config.HiddenSize, config.AttentionHeadCount);
    }

    private static Value AddNorm(GraphScope at, EncoderConfig config, string name, Value value, Value residual)
    {
        Value projection = LinearPart.Of(at.In("dense"), value, $"{name}.dense");
        Value sum = at.Add(projection, residual);
        return NormPart.Of(at.In("LayerNorm"), sum, $"{name}.LayerNorm", config.LayerNormEpsilon);
    }

    // norm(activation(hidden · Wᵀ + b)) · decoderᵀ + bias
    private static Value Predict(GraphScope at, EncoderConfig config, Value hidden)
    {
        GraphScope transform = at.In("transform");
        Value dense = LinearPart.Of(transform.In("dense"), hidden, $"{Head}.transform.dense");
        Value activated = ActivationPart.Of(transform.In("transform_act_fn"), dense, config.Activation);
        Value transformed = NormPart.Of(
            transform.In("LayerNorm"), activated, $"{Head}.transform.LayerNorm", config.LayerNormEpsilon);
        return config.TieDecoder
            ? LinearPart.Of(
                at.In("decoder"), transformed, $"{Embeddings}.word_embeddings.weight", $"{Head}.bias")
            : LinearPart.Of(at.In("decoder"), transformed, $"{Head}.decoder");
    }
}
