using Cloze.Kernels;
using Cloze.Measurement;

namespace Cloze.Benchmarks.Kernels;

/// <summary>Prints the machine's peak for every instruction set, on one thread and on all.</summary>
internal static class PeakBenchmark
{
    public static void Run()
    {
        Console.WriteLine($"| instruction set | 1 thread, GFLOP/s | {Environment.ProcessorCount} threads, GFLOP/s |");
        Console.WriteLine("|---|---|---|");
        foreach (InstructionSet set in InstructionSets.Available)
        {
            double one = FmaPeak.Measure(set, 1) / 1e9, all = FmaPeak.Measure(set) / 1e9;
            Console.WriteLine($"| {InstructionSets.DisplayName(set)} | {one:F1} | {all:F1} |");
        }
    }
}
