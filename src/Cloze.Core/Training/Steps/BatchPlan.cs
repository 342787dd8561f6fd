namespace Cloze.Training;

/// <summary>
/// How much each step of a run reads: all of its batches, or fewer tokens at first. Many small steps are worth more
/// than few large ones while the gradient is large against its noise (McCandlish et al. 2018).
/// </summary>
/// <param name="BatchTokens">The most tokens of a batch.</param>
/// <param name="Accumulation">Batches of a step.</param>
/// <param name="SequenceLength">The longest sequence, which every batch has room for.</param>
/// <param name="Warmup">Share of the budget over which a step grows, in a straight line.</param>
/// <param name="Phases">Lengths of sequences in the course of the run; null where there is one.</param>
internal readonly record struct BatchPlan(
    int BatchTokens, int Accumulation, int SequenceLength, float Warmup, SequencePhases? Phases = null)
{
    /// <summary>The first step's share of the tokens of a whole one.</summary>
    private const double First = 0.125;

    /// <summary>The plan of a recipe.</summary>
    public static BatchPlan Of(Recipe recipe) => new(
        recipe.BatchTokens, recipe.Accumulation, recipe.SequenceLength, recipe.BatchWarmup, recipe.Phases);

    /// <summary>The size of the step that comes when a share of the budget, in [0, 1], is spent.</summary>
    public StepSize At(double spent)
    {
        int phase = Phases?.At(spent) ?? 0;
        if (spent >= Warmup) return new StepSize(Accumulation, BatchTokens, phase);
        int least = Phases?.All[phase].Length ?? SequenceLength;
        double share = First + ((1 - First) * spent / Warmup);
        long wanted = Math.Max(least, (long)(share * BatchTokens * Accumulation));
        int batches = (int)Math.Min(Accumulation, Share(wanted, BatchTokens));
        return new StepSize(batches, (int)Math.Clamp(Share(wanted, batches), least, BatchTokens), phase);
    }

    private static long Share(long tokens, int parts) => (tokens + parts - 1) / parts;
}
