using System.Diagnostics;

namespace Cloze.Measurement;

/// <summary>The time of something done several times.</summary>
/// <param name="Median">The middle time, in seconds.</param>
/// <param name="Fastest">The least, in seconds: what other programs on the machine add to a time is not in it.</param>
/// <param name="Slowest">The greatest, in seconds.</param>
/// <param name="Repeats">Number of times measured.</param>
public readonly record struct RepeatedTime(double Median, double Fastest, double Slowest, int Repeats)
{
    /// <summary>From the fastest to the slowest, as a share of the median.</summary>
    public double Spread => (Slowest - Fastest) / Median;

    /// <summary>Runs something several times and keeps the times.</summary>
    /// <param name="run">What is measured.</param>
    /// <param name="options">How often; at least one run counts.</param>
    /// <param name="cancellation">Ends the measurement between two runs.</param>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    internal static RepeatedTime Measure(Action run, RepeatOptions options, CancellationToken cancellation = default)
    {
        Repeat(run, options.WarmUps, int.MaxValue, options.WarmUpSeconds, cancellation);
        return Of(Repeat(run, Math.Max(options.Fewest, 1), options.Most, options.Seconds, cancellation));
    }

    internal static RepeatedTime Of(List<double> times)
    {
        times.Sort();
        int middle = times.Count / 2;
        double median = times.Count % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
        return new RepeatedTime(median, times[0], times[^1], times.Count);
    }

    private static List<double> Repeat(
        Action run, int fewest, int most, double seconds, CancellationToken cancellation)
    {
        var times = new List<double>();
        long begin = Stopwatch.GetTimestamp();
        while (times.Count < fewest || (times.Count < most && Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds))
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return times;
    }
}
