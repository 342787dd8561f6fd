using Cloze.Measurement;

namespace Cloze.Benchmarks;

/// <summary>
/// Times by the fastest of many repeats, since other programs on the machine only ever add to a time; and medians,
/// where what is compared takes turns.
/// </summary>
internal static class Timing
{
    /// <summary>Seconds of the fastest of at least <paramref name="repeats"/> runs, and 0.3 seconds of them.</summary>
    public static double Fastest(Action run, int repeats = 20) =>
        RepeatedTime.Measure(run, new RepeatOptions { WarmUps = 3, Fewest = repeats, Seconds = 0.3 }).Fastest;

    /// <summary>The median of some values, of which there is at least one.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
