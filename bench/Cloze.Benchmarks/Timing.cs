using System.Diagnostics;

namespace Cloze.Benchmarks;

/// <summary>Times by the fastest of many repeats: other programs on the machine only ever add to a time.</summary>
internal static class Timing
{
    /// <summary>Seconds of the fastest of at least <paramref name="repeats"/> runs, and 0.3 seconds of them.</summary>
    public static double Fastest(Action run, int repeats = 20)
    {
        for (int warmUp = 0; warmUp < 3; warmUp++) run();
        double fastest = double.MaxValue;
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats || Stopwatch.GetElapsedTime(begin).TotalSeconds < 0.3; i++)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return fastest;
    }
}
