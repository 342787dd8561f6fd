using Cloze.Kernels;
using Cloze.Measurement;

namespace Cloze.Benchmarks;

/// <summary>
/// Sees to it that a figure is of the whole machine. A virtual machine's processors can share one core of the host for
/// a while: all are busy, and together they do the work of one. So the peak of all threads is measured before and
/// after each run, Cloze's or a peer's, and a run beside which it fell is done again.
/// </summary>
internal sealed class WholeMachine
{
    private const int MostTries = 5;
    private const double LeastShare = 0.9;
    private const int FirstLooks = 3;

    /// <summary>The highest peak of all threads so far, in operations a second.</summary>
    public double Peak { get; private set; }

    /// <summary>Number of runs that were done again.</summary>
    public int Repeated { get; private set; }

    /// <summary>Runs what is measured; the last try counts whatever the peak was.</summary>
    public T Run<T>(string name, Func<T> run)
    {
        if (Peak == 0)
        {
            for (int look = 0; look < FirstLooks; look++) Look();
        }

        for (int tries = 1; ; tries++)
        {
            double before = Look();
            T result = run();
            double least = Math.Min(before, Look());
            if (least >= LeastShare * Peak || tries == MostTries) return result;
            Repeated++;
            Console.Error.WriteLine(
                $"{name} again: the peak beside it was {least / 1e9:F0} of {Peak / 1e9:F0} GFLOP/s.");
        }
    }

    private double Look()
    {
        double peak = FmaPeak.Measure(InstructionSets.Default);
        Peak = Math.Max(Peak, peak);
        return peak;
    }
}
