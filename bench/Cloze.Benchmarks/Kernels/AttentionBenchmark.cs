using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Measurement;

namespace Cloze.Benchmarks.Kernels;

/// <summary>
/// Attention forward and backward over about 4,096 tokens, in useful operations a second.
/// Arguments: words that a line must contain ("backward", "n=41", "D=64", "dropout=0.1", "AVX2", "1 thread").
/// </summary>
internal static class AttentionBenchmark
{
    public static void Run(string[] words)
    {
        Console.WriteLine("| path | shape | pass | ms | GFLOP/s | % of peak |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (InstructionSet set in InstructionSets.Available)
        {
            foreach (int threads in new[] { 1, Environment.ProcessorCount }.Distinct())
            {
                string path = $"{InstructionSets.DisplayName(set)}, {threads} thread{(threads == 1 ? "" : "s")}";
                if (!Shapes().Any(shape => Wanted(words, Line(path, shape)))) continue;
                using var backend = new CpuBackend(threads, set);
                double peak = FmaPeak.Measure(set, threads);
                foreach (AttentionShape shape in Shapes()) Measure(backend, shape, words, path, peak);
            }
        }
    }

    private static IEnumerable<AttentionShape> Shapes() =>
        from dropout in new[] { 0f, 0.1f }
        from size in new[] { 32, 64 }
        from length in new[] { 41, 128, 512 }
        select new AttentionShape(length, size, dropout);

    private static string Line(string path, AttentionShape shape) =>
        $"| {path} | n={shape.Length}, D={shape.HeadSize}, dropout={shape.Dropout:G1}";

    private static bool Wanted(string[] words, string line) => words
        .Where(word => word is not ("forward" or "backward"))
        .All(word => line.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static void Measure(CpuBackend backend, AttentionShape shape, string[] words, string path, double peak)
    {
        string line = Line(path, shape);
        if (!Wanted(words, line)) return;
        using var operands = new AttentionOperands(backend, shape);
        operands.Verify();
        if (!words.Contains("backward")) Print($"{line} | forward", operands.Forward, shape.ForwardFlops, peak);
        if (!words.Contains("forward")) Print($"{line} | backward", operands.Backward, shape.BackwardFlops, peak);
    }

    private static void Print(string line, Action run, double flops, double peak)
    {
        double seconds = Timing.Fastest(run);
        double speed = flops / seconds;
        Console.WriteLine($"{line} | {seconds * 1e3:F3} | {speed / 1e9:F0} | {100 * speed / peak:F0} |");
    }
}
