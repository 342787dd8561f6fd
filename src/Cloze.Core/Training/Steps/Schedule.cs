namespace Cloze.Training;

/// <summary>The learning rate over a run: up in a straight line, then down to 0 by one of three ways.</summary>
/// <param name="Peak">The highest rate.</param>
/// <param name="Warmup">Share of the run over which the rate rises, in [0, 1).</param>
/// <param name="Kind">How it falls.</param>
/// <param name="Cooldown">
/// Share of the run over which <see cref="ScheduleKind.Wsd"/> falls, in (0, 1 - Warmup].
/// </param>
internal readonly record struct Schedule(
    float Peak, float Warmup, ScheduleKind Kind = ScheduleKind.Linear, float Cooldown = 1)
{
    /// <summary>The schedule of a recipe.</summary>
    public static Schedule Of(Recipe recipe) =>
        new(recipe.LearningRate, recipe.Warmup, recipe.Schedule, recipe.Cooldown);

    /// <summary>The rate at a share of the run in [0, 1].</summary>
    public float RateAt(double progress)
    {
        double factor = progress < Warmup ? progress / Warmup : FactorAt(progress);
        return (float)(Peak * factor);
    }

    private double FactorAt(double progress) => Kind switch
    {
        ScheduleKind.Cosine => 0.5 * (1 - Math.Cos(Math.PI * (1 - progress) / (1 - Warmup))),
        ScheduleKind.Wsd => 1 - Math.Sqrt(Math.Max(0, 1 - ((1 - progress) / Cooldown))),
        _ => (1 - progress) / (1 - Warmup),
    };
}
