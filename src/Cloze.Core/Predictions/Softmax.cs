using System.Numerics;

namespace Cloze.Predictions;

/// <summary>Softmax over one row, in double precision.</summary>
internal static class Softmax
{
    /// <summary>ln of the sum of exp(logits), the maximum subtracted first.</summary>
    public static double LogSumExp(ReadOnlySpan<float> logits)
    {
        double largest = Largest(logits);
        var shift = new Vector<double>(largest);
        Vector<double> lows = Vector<double>.Zero, highs = Vector<double>.Zero;
        int lanes = Vector<float>.Count, i = 0;
        for (; i + lanes <= logits.Length; i += lanes)
        {
            Vector.Widen(new Vector<float>(logits[i..]), out Vector<double> low, out Vector<double> high);
            lows += Vector.Exp(low - shift);
            highs += Vector.Exp(high - shift);
        }

        double sum = Vector.Sum(lows + highs);
        for (; i < logits.Length; i++) sum += Math.Exp(logits[i] - largest);
        return largest + Math.Log(sum);
    }

    /// <summary>exp(logits) over their sum, the maximum subtracted first.</summary>
    public static void Normalize(ReadOnlySpan<double> logits, Span<float> probabilities)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double logit in logits) largest = Math.Max(largest, logit);
        foreach (double logit in logits) sum += Math.Exp(logit - largest);
        for (int i = 0; i < logits.Length; i++) probabilities[i] = (float)(Math.Exp(logits[i] - largest) / sum);
    }

    /// <summary>The largest logit; negative infinity where there is none.</summary>
    public static float Largest(ReadOnlySpan<float> logits)
    {
        int lanes = Vector<float>.Count, i = 0;
        var greatest = new Vector<float>(float.NegativeInfinity);
        for (; i + lanes <= logits.Length; i += lanes) greatest = Vector.Max(greatest, new Vector<float>(logits[i..]));
        float largest = float.NegativeInfinity;
        for (int lane = 0; lane < lanes; lane++) largest = Math.Max(largest, greatest[lane]);
        for (; i < logits.Length; i++) largest = Math.Max(largest, logits[i]);
        return largest;
    }

    /// <summary>The ids of the largest logits, the largest first, of equals the lower id first.</summary>
    /// <param name="logits">One row, [V].</param>
    /// <param name="among">The ids to choose from, or null for all.</param>
    /// <param name="count">How many; fewer where there are fewer.</param>
    public static int[] Best(ReadOnlySpan<float> logits, int[]? among, int count)
    {
        count = Math.Min(count, among?.Length ?? logits.Length);
        if (count <= 0) return [];
        var best = new PriorityQueue<int, (float Logit, int Id)>(count);
        if (among is null) AddBest(logits, count, best);
        else foreach (int id in among) Add(best, count, id, logits[id]);
        int[] ids = new int[best.Count];
        for (int i = ids.Length - 1; i >= 0; i--) ids[i] = best.Dequeue();
        return ids;
    }

    // Ids rise, so that only a logit above the least of the best can go before it: most of the row is only compared.
    private static void AddBest(ReadOnlySpan<float> logits, int count, PriorityQueue<int, (float Logit, int Id)> best)
    {
        int id = 0, lanes = Vector<float>.Count;
        for (; id < count; id++) Add(best, count, id, logits[id]);
        for (; id + lanes <= logits.Length; id += lanes)
        {
            if (!Vector.GreaterThanAny(new Vector<float>(logits[id..]), new Vector<float>(Least(best)))) continue;
            for (int lane = id; lane < id + lanes; lane++) Add(best, count, lane, logits[lane]);
        }

        for (; id < logits.Length; id++) Add(best, count, id, logits[id]);
    }

    private static void Add(PriorityQueue<int, (float Logit, int Id)> best, int count, int id, float logit)
    {
        if (best.Count < count) best.Enqueue(id, (logit, -id));
        else best.EnqueueDequeue(id, (logit, -id));
    }

    private static float Least(PriorityQueue<int, (float Logit, int Id)> best)
    {
        best.TryPeek(out _, out (float Logit, int Id) least);
        return float.IsNaN(least.Logit) ? float.NegativeInfinity : least.Logit;
    }
}
