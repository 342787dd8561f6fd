using Cloze.Compute;

namespace Cloze.Tests.Reference;

internal partial class ReferenceBackend
{
    protected override void AttentionCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        int heads,
        Dropout dropout,
        Tensor logSumExp,
        Tensor destination)
    {
        double[] qkv = ToDouble(queryKeyValue), output = new double[(int)destination.Count];
        foreach (HeadOfSequence part in Parts(starts, heads, destination.Columns))
        {
            for (int i = part.Start; i < part.End; i++)
            {
                double[] scores = part.Scores(qkv, i);
                double largest = scores.Max();
                double logSum = largest + Math.Log(scores.Sum(score => Math.Exp(score - largest)));
                for (int j = part.Start; j < part.End; j++)
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
        int heads,
        Dropout dropout,
        Tensor logSumExp,
        Tensor output,
        Tensor outputGradient,
        Tensor queryKeyValueGradient)
    {
        double[] qkv = ToDouble(queryKeyValue), gradient = new double[qkv.Length];
        double[] y = ToDouble(output), dy = ToDouble(outputGradient);
        foreach (HeadOfSequence part in Parts(starts, heads, output.Columns))
        {
            for (int i = part.Start; i < part.End; i++)
            {
                double[] scores = part.Scores(qkv, i);
                double expected = 0;
                for (int d = 0; d < part.Size; d++) expected += dy[part.Output(i, d)] * y[part.Output(i, d)];
                for (int j = part.Start; j < part.End; j++)
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
    }

    private static List<HeadOfSequence> Parts(ReadOnlySpan<int> starts, int heads, int hidden)
    {
        var parts = new List<HeadOfSequence>();
        for (int s = 0; s + 1 < starts.Length; s++)
        {
            for (int head = 0; head < heads; head++)
            {
                parts.Add(new(starts[s], starts[s + 1], head, hidden, hidden / heads));
            }
        }

        return parts;
    }

    /// <summary>
    /// Head <paramref name="Head"/> over the rows [Start, End): where its values lie in [T, 3H] and [T, H].
    /// </summary>
    private readonly record struct HeadOfSequence(int Start, int End, int Head, int Hidden, int Size)
    {
        public double Scale => 1 / Math.Sqrt(Size);

        public int Query(int row, int d) => (row * 3 * Hidden) + (Head * Size) + d;

        public int Key(int row, int d) => Query(row, d) + Hidden;

        public int Value(int row, int d) => Query(row, d) + (2 * Hidden);

        public int Output(int row, int d) => (row * Hidden) + (Head * Size) + d;

        /// <summary>The scaled scores of query row i against every key of the sequence.</summary>
        public double[] Scores(double[] qkv, int i)
        {
            double[] scores = new double[End - Start];
            for (int j = Start; j < End; j++)
            {
                for (int d = 0; d < Size; d++) scores[j - Start] += qkv[Query(i, d)] * qkv[Key(j, d)] * Scale;
            }

            return scores;
        }
    }
}
