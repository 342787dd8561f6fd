using Cloze.Compute;

namespace Cloze.Benchmarks.Kernels;

/// <summary>Prints what it costs to start and end a job of empty parts.</summary>
internal static class RunBenchmark
{
    public static void Run()
    {
        Console.WriteLine("| threads | parts | microseconds a run |");
        Console.WriteLine("|---|---|---|");
        foreach (int threads in new[] { 1, Environment.ProcessorCount })
        {
            foreach (int parts in new[] { 1, 2, 16 }) Measure(threads, parts);
        }
    }

    private static void Measure(int threads, int parts)
    {
        const int runs = 200;
        using var workers = new Workers(threads);
        double seconds = Timing.Fastest(() =>
        {
            var job = default(Nothing);
            for (int run = 0; run < runs; run++) workers.Run(parts, ref job);
        });
        Console.WriteLine($"| {threads} | {parts} | {seconds / runs * 1e6:F2} |");
    }

    private readonly struct Nothing : IJob
    {
        public void Execute(int part, int worker)
        {
        }
    }
}
