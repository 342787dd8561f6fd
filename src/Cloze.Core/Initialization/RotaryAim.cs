using Cloze.Models;

namespace Cloze.Initialization;

/// <summary>
/// Heads of the first layer that look at the neighbouring pieces where positions are rotary: of the pairs of dimensions
/// that turn fastest, query and key are constants, the biases alone, the query's turned on by the head's offset. So the
/// product of query i and key j is a sum of cos((j - i - offset) w), largest at the neighbour whatever the pieces are.
/// </summary>
internal static class RotaryAim
{
    /// <summary>By how much the neighbour's score is above those of the tokens on its two sides.</summary>
    private const double Lead = 2;

    /// <summary>Radians a position of the slowest pair that is used: slower ones tell no neighbours apart.</summary>
    private const double SlowestAngle = 0.1;

    /// <summary>Aims half of the heads to the left, half to the right; a layer without biases is left alone.</summary>
    /// <param name="config">The model's sizes.</param>
    /// <param name="blocks">Its layers.</param>
    /// <param name="layout">Its parameters.</param>
    /// <param name="destination">The flat buffer.</param>
    public static void Apply(
        EncoderConfig config, PreNormConfig blocks, ParameterLayout layout, Span<float> destination)
    {
        if (layout.FindBias(ModelPart.QueryKeyValue, 0) is not { } biasPlace) return;
        ParameterSpec weightPlace = layout.Find(ModelPart.QueryKeyValue, 0)!;
        Span<float> bias = destination.Slice((int)biasPlace.Offset, (int)biasPlace.Count);
        Span<float> weight = destination.Slice((int)weightPlace.Offset, (int)weightPlace.Count);
        int hidden = config.HiddenSize, size = hidden / config.AttentionHeadCount;
        double theta = blocks.WindowOf(0) is null ? blocks.FullTheta : blocks.LocalTheta;
        double[] angles = Angles(size, theta);
        double amplitude = Amplitude(size, angles);
        for (int head = 0; head < config.AttentionHeadCount; head++)
        {
            int offset = head % 2 == 0 ? -1 : 1;
            for (int pair = 0; pair < angles.Length; pair++)
            {
                int query = (head * size) + pair, key = hidden + query, half = size / 2;
                foreach (int row in (ReadOnlySpan<int>)[query, query + half, key, key + half])
                {
                    weight.Slice(row * hidden, hidden).Clear();
                }

                (double sine, double cosine) = Math.SinCos(offset * angles[pair]);
                (bias[key], bias[key + half]) = ((float)amplitude, 0);
                (bias[query], bias[query + half]) = ((float)(amplitude * cosine), (float)(amplitude * sine));
            }
        }
    }

    /// <summary>The angles of the pairs that are used, radians a position: theta^(-2 pair / D), falling.</summary>
    private static double[] Angles(int size, double theta) =>
    [
        .. Enumerable.Range(0, size / 2).Select(pair => Math.Pow(theta, -2.0 * pair / size))
            .TakeWhile(angle => angle >= SlowestAngle),
    ];

    // The lead is amplitude^2 sum(1 - cos w) / sqrt(D).
    private static double Amplitude(int size, double[] angles) =>
        Math.Sqrt(Lead * Math.Sqrt(size) / angles.Sum(angle => 1 - Math.Cos(angle)));
}
