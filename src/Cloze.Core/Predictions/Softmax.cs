namespace Cloze.Predictions;

/// <summary>Softmax over one row, in double precision.</summary>
internal static class Softmax
{
    /// <summary>ln of the sum of exp(logits), the maximum subtracted first.</summary>
    public static double LogSumExp(ReadOnlySpan<float> logits)
    {
        double largest = double.NegativeInfinity;
        foreach (float logit in logits) largest = Math.Max(largest, logit);
        double sum = 0;
        foreach (float logit in logits) sum += Math.Exp(logit - largest);
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

    /// <summary>The ids of the largest logits, the largest first, of equals the lower id first.</summary>
    /// <param name="logits">One row, [V].</param>
    /// <param name="among">The ids to choose from, or null for all.</param>
    /// <param name="count">How many; fewer where there are fewer.</param>
    public static int[] Best(ReadOnlySpan<float> logits, int[]? among, int count)
    {
        var best = new PriorityQueue<int, (float Logit, int Id)>();
        int candidates = among?.Length ?? logits.Length;
        for (int i = 0; i < candidates; i++)
        {
            int id = among?[i] ?? i;
            best.Enqueue(id, (logits[id], -id));
            if (best.Count > count) best.Dequeue();
        }

        int[] ids = new int[best.Count];
        for (int i = ids.Length - 1; i >= 0; i--) ids[i] = best.Dequeue();
        return ids;
    }
}
