using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Measurement;

namespace Cloze.Benchmarks.Kernels;

/// <summary>
/// The tied decoder with softmax cross entropy and its three gradients, in useful operations a second: three products
/// of [M, H] by [H, V]. Arguments: words that a line must contain ("AVX2", "1 thread", "V 8192").
/// </summary>
internal static class CrossEntropyBenchmark
{
    private static readonly (int Rows, int Hidden, int Vocabulary)[] _sizes =
    [
        (614, 128, 30522), (614, 256, 30522), (614, 512, 30522), (154, 768, 30522), (307, 128, 8192), (307, 256, 8192),
    ];

    public static void Run(string[] words)
    {
        Console.WriteLine("| path | M | H | V | operation | ms | GFLOP/s | % of peak |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (InstructionSet set in InstructionSets.Available)
        {
            foreach (int threads in new[] { 1, Environment.ProcessorCount }.Distinct())
            {
                string path = $"{InstructionSets.DisplayName(set)}, {threads} thread{(threads == 1 ? "" : "s")}";
                (int, int, int)[] sizes = [.. _sizes.Where(size => Wanted(words, path, size))];
                if (sizes.Length == 0) continue;
                using var backend = new CpuBackend(threads, set);
                double peak = FmaPeak.Measure(set, threads);
                foreach ((int rows, int hidden, int vocabulary) in sizes)
                {
                    using var operands = new DecoderOperands(backend, rows, hidden, vocabulary);
                    operands.Verify();
                    string line = $"| {path} | {rows} | {hidden} | {vocabulary} |";
                    double product = 2.0 * rows * hidden * vocabulary;
                    Print($"{line} loss and gradients |", Timing.Fastest(operands.Gradients, 10), 3 * product, peak);
                    Print($"{line} loss and ranks |", Timing.Fastest(operands.Ranks, 10), product, peak);
                }
            }
        }
    }

    private static bool Wanted(string[] words, string path, (int Rows, int Hidden, int Vocabulary) size)
    {
        string line = $"{path} M {size.Rows} H {size.Hidden} V {size.Vocabulary}";
        return words.All(word => line.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static void Print(string line, double seconds, double operations, double peak)
    {
        double speed = operations / seconds;
        Console.WriteLine($"{line} {seconds * 1e3:F2} | {speed / 1e9:F0} | {100 * speed / peak:F1} |");
    }
}
