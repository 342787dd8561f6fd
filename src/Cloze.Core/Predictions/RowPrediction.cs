namespace Cloze.Predictions;

/// <summary>What a model predicts at one masked row: of the V logits only the best, and what normalises them.</summary>
/// <param name="Ids">The most likely words, the likeliest first, [k].</param>
/// <param name="Logits">Their logits, [k].</param>
/// <param name="LogSumExp">ln of the sum of exp over all V logits.</param>
internal readonly record struct RowPrediction(int[] Ids, float[] Logits, double LogSumExp)
{
    /// <summary>Reduces a row of logits.</summary>
    /// <param name="logits">The row, [V].</param>
    /// <param name="among">What to choose from, and how many.</param>
    public static RowPrediction Of(ReadOnlySpan<float> logits, Choice among)
    {
        int[] ids = Softmax.Best(logits[..Math.Min(among.Pieces, logits.Length)], among.Ids, among.Count);
        float[] best = new float[ids.Length];
        for (int i = 0; i < ids.Length; i++) best[i] = logits[ids[i]];
        return new RowPrediction(ids, best, Softmax.LogSumExp(logits));
    }

    /// <summary>ln of the probability of the word at a place of <see cref="Ids"/>, among all V.</summary>
    public double LogProbability(int place) => Logits[place] - LogSumExp;

    /// <summary>All words but one.</summary>
    public RowPrediction Without(int id)
    {
        int at = Array.IndexOf(Ids, id);
        return at < 0
            ? this
            : this with { Ids = [.. Ids[..at], .. Ids[(at + 1)..]], Logits = [.. Logits[..at], .. Logits[(at + 1)..]] };
    }

    /// <summary>The likeliest words, as many or fewer where there are fewer.</summary>
    public RowPrediction First(int count) => count >= Ids.Length
        ? this
        : this with { Ids = Ids[..count], Logits = Logits[..count] };

    /// <summary>The probability of the word at a place of <see cref="Ids"/>, among all V.</summary>
    public double Probability(int place) => Math.Exp(Logits[place] - LogSumExp);
}
