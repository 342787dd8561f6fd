using Cloze.Compute;
using Cloze.Models;
using Cloze.Predictions;

namespace Cloze.Inference;

/// <summary>Reads vectors out of a forward pass over one sentence whose layers were kept.</summary>
internal readonly struct VectorReader(EncoderModel model, EncoderInference inference, int shownValues)
{
    /// <summary>
    /// The looked-up vectors of a position, their sum where there are several, and its LayerNorm, or what a linear
    /// layer makes of that.
    /// </summary>
    public List<ExplainedVector> Embeddings(int id, int position, int type)
    {
        EmbeddingTables tables = model.Weights.Tables;
        var parts = new List<(string Name, float[] Values)> { ($"word[{id}]", Row(tables.Word, id)) };
        if (!tables.Position.IsNone)
        {
            // The weights' table begins at the first row that is used.
            int row = model.Config.FirstPosition + position;
            parts.Add(($"position[{row}]", Row(tables.Position, position)));
        }

        if (!tables.TokenType.IsNone) parts.Add(($"type[{type}]", Row(tables.TokenType, type)));
        if (parts.Count > 1)
        {
            float[] sum = [.. parts[0].Values];
            foreach ((_, float[] values) in parts.Skip(1))
            {
                for (int i = 0; i < sum.Length; i++) sum[i] += values[i];
            }

            parts.Add(("sum", sum));
        }

        bool projects = !model.Weights.EmbeddingProjection.Weight.IsNone;
        string normed = $"LayerNorm({(parts.Count > 1 ? "sum" : "word")})";
        parts.Add((projects ? $"{normed} projected" : normed, HiddenState(0, position)));
        var vectors = new List<ExplainedVector>();
        foreach ((string name, float[] values) in parts) vectors.Add(Vector(name, values));
        return vectors;
    }

    /// <summary>The hidden state of a position after each layer; of the last, where norms come first, normed.</summary>
    public List<ExplainedVector> Layers(int position)
    {
        var layers = new List<ExplainedVector>();
        int last = model.Config.LayerCount;
        for (int layer = 1; layer <= last; layer++)
        {
            bool isNormed = layer == last && model.Config.PreNorm is not null;
            string name = isNormed ? $"LayerNorm(layer {layer})" : $"layer {layer}";
            layers.Add(Vector(name, HiddenState(layer, position)));
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
        AttentionMap.Compute(model.Backend, projections, model.Patterns[layer - 1], weights);
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

    private float[] Row(Tensor table, int index)
    {
        float[] row = new float[table.Columns];
        model.Backend.Download(table.RowRange(index, 1), row);
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
