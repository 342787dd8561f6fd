using Cloze.Compute;

namespace Cloze.Benchmarks.Kernels;

/// <summary>
/// Prints what it costs to start and end a job: of empty parts, which the caller may finish alone, and of parts that
/// wait for each other, so that every thread must have come.
/// </summary>
internal static class RunBenchmark
{
    private const int Runs = 200;

    public static void Run()
    {
        Console.WriteLine("| threads | parts | microseconds a run |");
        Console.WriteLine("|---|---|---|");
        foreach (int threads in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            using var workers = new Workers(threads);
            foreach (int parts in new[] { 1, 2, 16 }) Print(threads, $"{parts}, empty", Empty(workers, parts));
            Print(threads, $"{threads}, waiting for each other", Meeting(workers));
        }
    }

    private static double Empty(Workers workers, int parts) => Timing.Fastest(() =>
    {
        var job = default(Nothing);
        for (int run = 0; run < Runs; run++) workers.Run(parts, ref job);
    });

    private static double Meeting(Workers workers)
    {
        int[] arrived = new int[1];
        return Timing.Fastest(() =>
        {
            for (int run = 0; run < Runs; run++)
            {
                arrived[0] = 0;
                var job = new Meet(arrived, workers.Count);
                workers.Run(workers.Count, ref job);
            }
        });
    }

    private static void Print(int threads, string parts, double seconds) =>
        Console.WriteLine($"| {threads} | {parts} | {seconds / Runs * 1e6:F2} |");

    private readonly struct Nothing : IJob
    {
        public void Execute(int part, int worker)
        {
        }
    }

    private readonly struct Meet(int[] arrived, int count) : IJob
    {
        public void Execute(int part, int worker)
        {
            Interlocked.Increment(ref arrived[0]);
            var spinner = default(SpinWait);
            while (Volatile.Read(ref arrived[0]) < count) spinner.SpinOnce(sleep1Threshold: -1);
        }
    }
}
