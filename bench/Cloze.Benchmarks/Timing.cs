using Cloze.Measurement;

namespace Cloze.Benchmarks;

/// <summary>Times by the fastest of many repeats: other programs on the machine only ever add to a time.</summary>
internal static class Timing
{
    /// <summary>Seconds of the fastest of at least <paramref name="repeats"/> runs, and 0.3 seconds of them.</summary>
    public static double Fastest(Action run, int repeats = 20) =>
        RepeatedTime.Measure(run, new RepeatOptions { WarmUps = 3, Fewest = repeats, Seconds = 0.3 }).Fastest;
}
