using Cloze.Models;

namespace Cloze.Tests.Initialization;

/// <summary>The attention of the first layer, computed from the weights in plain loops.</summary>
internal sealed class FirstLayerAttention(Weights weights, EncoderConfig config)
{
    private const string Prefix = "bert.encoder.layer.0.attention.self";
    private readonly float[] _words = weights["bert.embeddings.word_embeddings.weight"];
    private readonly float[] _positions = weights["bert.embeddings.position_embeddings.weight"];
    private readonly float[] _types = weights["bert.embeddings.token_type_embeddings.weight"];
    private readonly float[] _query = weights[$"{Prefix}.query.weight"];
    private readonly float[] _key = weights[$"{Prefix}.key.weight"];

    /// <summary>The weight that each position gives each other, [T, T].</summary>
    public double[,] Weights(int[] ids, int head)
    {
        int size = config.HiddenSize / config.AttentionHeadCount;
        double[][] inputs = [.. ids.Select(Input)];
        double[][] queries = [.. inputs.Select(input => Project(_query, input, head * size, size))];
        double[][] keys = [.. inputs.Select(input => Project(_key, input, head * size, size))];
        var result = new double[ids.Length, ids.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            double sum = 0;
            for (int j = 0; j < ids.Length; j++)
            {
                double score = queries[i].Zip(keys[j], (q, k) => q * k).Sum() / Math.Sqrt(size);
                sum += result[i, j] = Math.Exp(score);
            }

            for (int j = 0; j < ids.Length; j++) result[i, j] /= sum;
        }

        return result;
    }

    private double[] Input(int id, int position)
    {
        int hidden = config.HiddenSize;
        double[] sum = [.. Enumerable.Range(0, hidden).Select(
            c => (double)_words[(id * hidden) + c] + _positions[(position * hidden) + c] + _types[c])];
        double mean = sum.Average();
        double deviation = Math.Sqrt(sum.Average(value => (value - mean) * (value - mean)));
        return [.. sum.Select(value => (value - mean) / deviation)];
    }

    private static double[] Project(float[] weight, double[] input, int first, int rows) =>
        [.. Enumerable.Range(first, rows).Select(
            row => input.Select((value, c) => value * weight[(row * input.Length) + c]).Sum())];
}
