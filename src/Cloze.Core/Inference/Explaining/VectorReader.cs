using Cloze.Compute;
using Cloze.Models;
using Cloze.Predictions;

namespace Cloze.Inference;

/// <summary>Reads vectors out of a forward pass over one sentence whose layers were kept.</summary>
internal readonly struct VectorReader(EncoderModel model, EncoderInference inference, int shownValues)
{
    /// <summary>The three looked-up vectors of a position, their sum and its LayerNorm.</summary>
    public List<ExplainedVector> Embeddings(int id, int position, int type)
    {
        float[] word = Row("bert.embeddings.word_embeddings.weight", id);
        float[] place = Row("bert.embeddings.position_embeddings.weight", position);
        float[] segment = Row("bert.embeddings.token_type_embeddings.weight", type);
        float[] sum = [.. word.Select((value, index) => value + place[index] + segment[index])];
        return
        [
            Vector($"word[{id}]", word),
            Vector($"position[{position}]", place),
            Vector($"type[{type}]", segment),
            Vector("sum", sum),
            Vector("LayerNorm(sum)", HiddenState(0, position)),
        ];
    }

    /// <summary>The hidden state of a position after each layer.</summary>
    public List<ExplainedVector> Layers(int position)
    {
        var layers = new List<ExplainedVector>();
        for (int layer = 1; layer <= model.Config.LayerCount; layer++)
        {
            layers.Add(Vector($"layer {layer}", HiddenState(layer, position)));
        }

        return layers;
    }

    /// <summary>Lengths of all hidden states after the embeddings and each layer, [L + 1, T].</summary>
    public double[][] Norms()
    {
        double[][] norms = new double[model.Config.LayerCount + 1][];
        for (int layer = 0; layer < norms.Length; layer++)
        {
            Tensor states = inference.HiddenState(layer);
            float[] values = new float[checked((int)states.Count)];
            model.Backend.Download(states, values);
            norms[layer] = [.. values.Chunk(states.Columns).Select(row => Norm(row))];
        }

        return norms;
    }

    /// <summary>The attention of a layer, from 1.</summary>
    public ExplainedAttention Attention(int layer)
    {
        Tensor projections = inference.QueryKeyValue(layer - 1, 0);
        int heads = model.Config.AttentionHeadCount, square = projections.Rows * projections.Rows;
        float[] weights = new float[checked(heads * square)];
        AttentionMap.Compute(model.Backend, projections, heads, weights);
        return new ExplainedAttention(layer, [.. weights.Chunk(square)]);
    }

    /// <summary>What the next-sentence head makes of the sequence; null where the model has none.</summary>
    public ExplainedNextSentence? NextSentence()
    {
        if (model.NextSentence is null) return null;
        float[] pooled = new float[model.Config.HiddenSize], logits = new float[2];
        inference.Pooled(pooled);
        inference.NextSentenceLogits(logits);
        double sum = Softmax.LogSumExp(logits);
        return new ExplainedNextSentence
        {
            Pooled = Vector("pooled", pooled),
            Logits = logits,
            Probabilities = [.. logits.Select(logit => Math.Exp(logit - sum))],
        };
    }

    private float[] HiddenState(int layer, int position)
    {
        float[] row = new float[model.Config.HiddenSize];
        model.Backend.Download(inference.HiddenState(layer).RowRange(position, 1), row);
        return row;
    }

    private float[] Row(string name, int index)
    {
        ParameterSpec parameter = model.Layout[name];
        nint offset = parameter.Offset + ((nint)index * parameter.Columns);
        float[] row = new float[parameter.Columns];
        model.Backend.Download(model.Parameters.Slice(offset, 1, parameter.Columns), row);
        return row;
    }

    private ExplainedVector Vector(string name, float[] values) =>
        new(name, values[..Math.Clamp(shownValues, 0, values.Length)], Norm(values));

    private static double Norm(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values) sum += (double)value * value;
        return Math.Sqrt(sum);
    }
}
