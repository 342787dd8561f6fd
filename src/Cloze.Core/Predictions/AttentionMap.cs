using Cloze.Compute;

namespace Cloze.Predictions;

/// <summary>Attention probabilities written out, to be looked at: the engine itself never holds them.</summary>
internal static class AttentionMap
{
    /// <summary>
    /// softmax(query · keyᵀ / √D) of every head, [A, n, n], from the rows [n, 3H] of one sequence as attention left
    /// them: where it has turned query and key, they are turned. A key beyond the pattern's window has probability 0.
    /// </summary>
    public static void Compute(
        Backend backend, Tensor queryKeyValue, AttentionPattern pattern, Span<float> probabilities)
    {
        int heads = pattern.Heads, length = queryKeyValue.Rows, width = queryKeyValue.Columns;
        float[] rows = new float[checked((int)queryKeyValue.Count)];
        backend.Download(queryKeyValue, rows);
        int size = width / 3 / heads;
        double[] scores = new double[length];
        for (int head = 0; head < heads; head++)
        {
            for (int i = 0; i < length; i++)
            {
                ReadOnlySpan<float> query = rows.AsSpan((i * width) + (head * size), size);
                for (int j = 0; j < length; j++)
                {
                    ReadOnlySpan<float> key = rows.AsSpan((j * width) + (width / 3) + (head * size), size);
                    bool isSeen = Math.Abs(i - j) <= pattern.Window;
                    scores[j] = isSeen ? Dot(query, key) / Math.Sqrt(size) : double.NegativeInfinity;
                }

                Softmax.Normalize(scores, probabilities.Slice(((head * length) + i) * length, length));
            }
        }
    }

    private static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += (double)left[i] * right[i];
        return sum;
    }
}
