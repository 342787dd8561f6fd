namespace Cloze.Training;

/// <summary>The learning rate over a run: up in a straight line, then down to 0 in a straight line.</summary>
/// <param name="Peak">The highest rate.</param>
/// <param name="Warmup">Share of the run over which the rate rises, in [0, 1).</param>
internal readonly record struct Schedule(float Peak, float Warmup)
{
    /// <summary>The rate at a share of the run in [0, 1].</summary>
    public float RateAt(double progress)
    {
        double factor = progress < Warmup ? progress / Warmup : (1 - progress) / (1 - Warmup);
        return (float)(Peak * factor);
    }
}
