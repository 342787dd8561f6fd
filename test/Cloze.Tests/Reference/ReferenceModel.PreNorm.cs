using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Tests.Reference;

/// <content>Layers whose norms come first, with rotary positions and gated feed-forward parts.</content>
internal sealed partial class ReferenceModel
{
    /// <summary>
    /// stream = input + attention(norm(input)); output = stream + gated(norm(stream)), and in the last layer its norm.
    /// </summary>
    public double[][] PreNormLayer(
        PreNormConfig blocks,
        int layer,
        double[][] input,
        ReadOnlySpan<int> starts,
        DropoutPlan dropout,
        int[]? places)
    {
        double[][] normed = layer == 0 ? input : Norm(input, Stem(ModelPart.AttentionNorm, layer));
        double[][] context = Attention(blocks, layer, normed, starts, dropout);
        double[][] projection = Linear(context, Stem(ModelPart.AttentionOutput, layer));
        double[][] stream = Add(Drop(projection, dropout.AfterPreNormAttention(layer), places), input);
        double[][] inner = Linear(Norm(stream, Stem(ModelPart.OutputNorm, layer)), Stem(ModelPart.Inner, layer));
        double[][] gated = Drop([.. inner.Select(Gate)], dropout.InGatedFeedForward(layer), places);
        double[][] output = Add(Linear(gated, Stem(ModelPart.Output, layer)), stream);
        return layer == config.LayerCount - 1 ? Norm(output, Stem(ModelPart.FinalNorm, layer)) : output;
    }

    private double[][] Attention(
        PreNormConfig blocks, int layer, double[][] normed, ReadOnlySpan<int> starts, DropoutPlan dropout)
    {
        double[][] joined = Linear(normed, Stem(ModelPart.QueryKeyValue, layer));
        double[][] query = [.. joined.Select(row => row[.._width])];
        double[][] key = [.. joined.Select(row => row[_width..(2 * _width)])];
        double[][] value = [.. joined.Select(row => row[(2 * _width)..])];
        double[][] context = [.. normed.Select(_ => new double[_width])];
        bool isLocal = blocks.LayerTypes[layer] == 'L';
        double theta = isLocal ? blocks.LocalTheta : blocks.FullTheta;
        int window = isLocal ? blocks.LocalAttention / 2 : int.MaxValue;
        for (int s = 0; s + 1 < starts.Length; s++)
        {
            (int start, int end) = (starts[s], starts[s + 1]);
            for (int i = start; i < end; i++)
            {
                query[i] = Turn(query[i], i - start, theta);
                key[i] = Turn(key[i], i - start, theta);
            }

            for (int i = start; i < end; i++)
            {
                for (int head = 0; head < config.AttentionHeadCount; head++)
                {
                    Dropout dropped = dropout.InAttention(layer);
                    Attend(query[i], key, value, head, i, start, end, dropped, context[i], window);
                }
            }
        }

        return context;
    }

    // Each head's pairs (d, d + D / 2) turn by position / theta^(2d / D) (Su et al. 2021).
    private double[] Turn(double[] row, int position, double theta)
    {
        int size = _width / config.AttentionHeadCount, half = size / 2;
        double[] turned = new double[_width];
        for (int i = 0; i < _width; i++)
        {
            int place = i % size, first = place % half;
            (double sine, double cosine) = Math.SinCos(position * Math.Pow(theta, -2.0 * first / size));
            double partner = place < half ? -row[i + half] : row[i - half];
            turned[i] = (row[i] * cosine) + (partner * sine);
        }

        return turned;
    }

    private double[] Gate(double[] inner)
    {
        int half = inner.Length / 2;
        return
        [
            .. Enumerable.Range(0, half)
                .Select(i => ReferenceMath.Activate(config.Activation, inner[i]) * inner[half + i]),
        ];
    }
}
