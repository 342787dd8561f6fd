using Cloze.Compute;

namespace Cloze.Tests.Reference;

internal partial class ReferenceBackend
{
    protected override void AttentionCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        AttentionPattern pattern,
        Dropout dropout,
        Tensor logSumExp,
        Tensor destination)
    {
        int heads = pattern.Heads;
        Turn(queryKeyValue, starts, pattern, 1);
        double[] qkv = ToDouble(queryKeyValue), output = new double[(int)destination.Count];
        foreach (HeadOfSequence part in Parts(starts, pattern, destination.Columns))
        {
            for (int i = part.Start; i < part.End; i++)
            {
                double[] scores = part.Scores(qkv, i);
                double largest = scores.Max();
                double logSum = largest + Math.Log(scores.Sum(score => Math.Exp(score - largest)));
                foreach (int j in part.Seen(i))
                {
                    double probability = Math.Exp(scores[j - part.Start] - logSum);
                    double kept = probability * ReferenceMath.Keep(dropout, (i * heads) + part.Head, j - part.Start);
                    for (int d = 0; d < part.Size; d++) output[part.Output(i, d)] += kept * qkv[part.Value(j, d)];
                }

                if (!logSumExp.IsNone) Row(logSumExp, i)[part.Head] = (float)logSum;
            }
        }

        FromDouble(output, destination);
    }

    protected override void AttentionBackwardCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        AttentionPattern pattern,
        Dropout dropout,
        Tensor logSumExp,
        Tensor output,
        Tensor outputGradient,
        Tensor queryKeyValueGradient,
        Tensor columnSums)
    {
        int heads = pattern.Heads;
        double[] qkv = ToDouble(queryKeyValue), gradient = new double[qkv.Length];
        double[] y = ToDouble(output), dy = ToDouble(outputGradient);
        foreach (HeadOfSequence part in Parts(starts, pattern, output.Columns))
        {
            for (int i = part.Start; i < part.End; i++)
            {
                double[] scores = part.Scores(qkv, i);
                double expected = 0;
                for (int d = 0; d < part.Size; d++) expected += dy[part.Output(i, d)] * y[part.Output(i, d)];
                foreach (int j in part.Seen(i))
                {
                    double probability = Math.Exp(scores[j - part.Start] - Row(logSumExp, i)[part.Head]);
                    double keep = ReferenceMath.Keep(dropout, (i * heads) + part.Head, j - part.Start);
                    double probabilityGradient = 0;
                    for (int d = 0; d < part.Size; d++)
                    {
                        probabilityGradient += keep * dy[part.Output(i, d)] * qkv[part.Value(j, d)];
                        gradient[part.Value(j, d)] += keep * probability * dy[part.Output(i, d)];
                    }

                    double scoreGradient = probability * (probabilityGradient - expected) * part.Scale;
                    for (int d = 0; d < part.Size; d++)
                    {
                        gradient[part.Query(i, d)] += scoreGradient * qkv[part.Key(j, d)];
                        gradient[part.Key(j, d)] += scoreGradient * qkv[part.Query(i, d)];
                    }
                }
            }
        }

        FromDouble(gradient, queryKeyValueGradient);
        Turn(queryKeyValueGradient, starts, pattern, -1);
    }

    // Query and key of every head by the angles of their positions; -1 turns back.
    private static void Turn(Tensor queryKeyValue, ReadOnlySpan<int> starts, AttentionPattern pattern, int direction)
    {
        if (pattern.Angles.IsNone) return;
        double[] qkv = ToDouble(queryKeyValue), angles = ToDouble(pattern.Angles);
        foreach (HeadOfSequence part in Parts(starts, pattern, queryKeyValue.Columns / 3))
        {
            int half = part.Size / 2;
            for (int i = part.Start; i < part.End; i++)
            {
                for (int d = 0; d < half; d++)
                {
                    double cosine = angles[((i - part.Start) * part.Size) + d];
                    double sine = direction * angles[((i - part.Start) * part.Size) + half + d];
                    foreach (int first in new[] { part.Query(i, d), part.Key(i, d) })
                    {
                        (double x, double y) = (qkv[first], qkv[first + half]);
                        qkv[first] = (x * cosine) - (y * sine);
                        qkv[first + half] = (y * cosine) + (x * sine);
                    }
                }
            }
        }

        FromDouble(qkv, queryKeyValue);
    }

    private static List<HeadOfSequence> Parts(ReadOnlySpan<int> starts, AttentionPattern pattern, int hidden)
    {
        int heads = pattern.Heads;
        var parts = new List<HeadOfSequence>();
        for (int s = 0; s + 1 < starts.Length; s++)
        {
            for (int head = 0; head < heads; head++)
            {
                parts.Add(new(starts[s], starts[s + 1], head, hidden, hidden / heads, pattern.Window));
            }
        }

        return parts;
    }

    /// <summary>
    /// Head <paramref name="Head"/> over the rows [Start, End): where its values lie in [T, 3H] and [T, H].
    /// </summary>
    private readonly record struct HeadOfSequence(int Start, int End, int Head, int Hidden, int Size, int Window)
    {
        public double Scale => 1 / Math.Sqrt(Size);

        public int Query(int row, int d) => (row * 3 * Hidden) + (Head * Size) + d;

        public int Key(int row, int d) => Query(row, d) + Hidden;

        public int Value(int row, int d) => Query(row, d) + (2 * Hidden);

        public int Output(int row, int d) => (row * Hidden) + (Head * Size) + d;

        /// <summary>The rows of the keys that query row i sees.</summary>
        public IEnumerable<int> Seen(int i)
        {
            int window = Window;
            return Enumerable.Range(Start, End - Start).Where(j => Math.Abs(i - j) <= window);
        }

        /// <summary>
        /// The scaled scores of query row i against every key of the sequence; minus infinity where it sees none.
        /// </summary>
        public double[] Scores(double[] qkv, int i)
        {
            double[] scores = new double[End - Start];
            Array.Fill(scores, double.NegativeInfinity);
            foreach (int j in Seen(i))
            {
                scores[j - Start] = 0;
                for (int d = 0; d < Size; d++) scores[j - Start] += qkv[Query(i, d)] * qkv[Key(j, d)] * Scale;
            }

            return scores;
        }
    }
}
