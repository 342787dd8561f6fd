using Cloze.Kernels;
using Cloze.Measurement;

namespace Cloze.Benchmarks;

/// <summary>
/// Sees to it that a figure is of the whole machine. A virtual machine's processors can share one core of the host for
/// a while: all are busy, and together they do the work of one. So the peak of all threads is measured before and
/// after each run, Cloze's or a peer's, and a run beside which it fell is done again.
/// </summary>
/// <param name="measurePeak">Measures the peak of all threads, in operations a second.</param>
/// <param name="say">Takes a line for each run that is done again or given up.</param>
internal sealed class WholeMachine(Func<double> measurePeak, Action<string> say)
{
    /// <summary>The least share of the highest peak so far at which the machine counts as whole.</summary>
    public const double LeastShare = 0.9;

    /// <summary>How often one run is done at most.</summary>
    public const int MostTries = 5;

    private const int FirstLooks = 3;

    /// <summary>This machine, telling standard error.</summary>
    public WholeMachine()
        : this(() => FmaPeak.Measure(InstructionSets.Default), Console.Error.WriteLine)
    {
    }

    /// <summary>The highest peak of all threads so far, in operations a second.</summary>
    public double Peak { get; private set; }

    /// <summary>Number of runs that were done again.</summary>
    public int Repeated { get; private set; }

    /// <summary>Runs what is measured, again while the machine is not whole and there is time left.</summary>
    /// <returns>The first result beside which the machine was whole, or that beside the highest peak.</returns>
    public WholeRun<T> Run<T>(string name, Func<T> run, RowTime? time = null)
    {
        if (Peak == 0)
        {
            for (int look = 0; look < FirstLooks; look++) Look();
        }

        WholeRun<T>? best = null;
        for (int tries = 1; ; tries++)
        {
            double before = Look();
            T result = run();
            double least = Math.Min(before, Look());
            if (best is null || least / Peak > best.PeakShare) best = new WholeRun<T>(result, least / Peak);
            if (least >= LeastShare * Peak) return best;
            string reason = $"the peak beside it was {least / 1e9:F0} of {Peak / 1e9:F0} GFLOP/s";
            if (tries == MostTries || time is { IsOver: true })
            {
                string why = tries == MostTries ? $"after {tries} tries" : "as its share of the row's time is over";
                say($"{name} given up {why}: {reason}.");
                return best;
            }

            Repeated++;
            say($"{name} again: {reason}.");
        }
    }

    private double Look()
    {
        double peak = measurePeak();
        Peak = Math.Max(Peak, peak);
        return peak;
    }
}
