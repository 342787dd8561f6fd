using Cloze.Kernels;
using Cloze.Measurement;
using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd;

/// <summary>
/// A whole training step (forward, loss, backward, clipping, AdamW) of each preset at 8,192 pieces, in useful
/// floating-point operations a second and as a share of the peak measured in this process.
/// </summary>
internal static class StepBenchmark
{
    private const int Tokens = 2048;
    private const int Vocabulary = 8192;

    private static readonly RepeatOptions s_repeats = new() { Fewest = 10, Seconds = 0.5 };

    public static void Run(string[] presets)
    {
        Console.WriteLine("| preset | rows of | tokens/s | GFLOP/s | fastest | FMA peak, GFLOP/s | share |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (Preset preset in Enum.GetValues<Preset>())
        {
            string name = preset.ToString().ToLowerInvariant();
            if (presets.Length > 0 && !presets.Contains(name)) continue;
            foreach (int length in new[] { 41, 128 }) Measure(name, preset, length);
        }
    }

    private static void Measure(string name, Preset preset, int length)
    {
        int[] lengths = BatchLengths.Full(Tokens / length, length);
        WorkloadResult result = StepMeasurement.Measure(
            WorkloadOptions.For(preset, lengths, Vocabulary) with { Repeats = s_repeats });
        double peak = FmaPeak.Measure(InstructionSets.Default);
        Console.WriteLine(
            $"| {name} | {length} | {result.TokensPerSecond:N0} | {result.FlopsPerSecond / 1e9:F1} | "
            + $"{result.Flops / result.Time.Fastest / 1e9:F1} | {peak / 1e9:F1} | {result.FlopsPerSecond / peak:P1} |");
    }
}
