using System.Diagnostics;
using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Measurement;
using Cloze.Training;

namespace Cloze.Benchmarks.Layers;

/// <summary>
/// The layers of each preset forward and backward, in BERT's and in ModernBERT's layout of as many weights, by turns in
/// one process: useful operations a second of the fastest pass, and the second's share of the first's. Arguments: names
/// of presets, "profile" for the time of every operation.
/// </summary>
internal static class LayersBenchmark
{
    private const int Rounds = 7;
    private const double SecondsPerRound = 0.4;

    public static void Run(string[] words)
    {
        Console.WriteLine("| preset | rows of | layout | ms | GFLOP/s | of the FMA peak | of BERT's |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        bool profiles = words.Contains("profile");
        string[] presets = [.. words.Where(word => word != "profile")];
        foreach (Preset preset in Enum.GetValues<Preset>())
        {
            string name = preset.ToString().ToLowerInvariant();
            if (presets.Length > 0 && !presets.Contains(name)) continue;
            foreach (int length in new[] { 41, 128, 512 }) Measure(StackShape.Of(preset, length), profiles);
        }
    }

    private static void Measure(StackShape shape, bool profiles)
    {
        using var backend = new CpuBackend();
        using var bert = new BertStack(backend, shape);
        using var modern = new ModernStack(backend, shape);
        LayerStack[] stacks = [bert, modern];
        double[] fastest = [double.MaxValue, double.MaxValue];
        foreach (LayerStack stack in stacks) stack.Verify();
        double peak = 0;
        for (int round = 0; round < Rounds; round++)
        {
            peak = Math.Max(peak, FmaPeak.Measure(InstructionSets.Default));
            for (int i = 0; i < stacks.Length; i++) fastest[i] = Math.Min(fastest[i], Fastest(stacks[i]));
        }

        for (int i = 0; i < stacks.Length; i++)
        {
            double speed = stacks[i].Flops / fastest[i], first = stacks[0].Flops / fastest[0];
            Console.WriteLine(
                $"| {shape.Name} | {shape.Length} | {stacks[i].Name} | {fastest[i] * 1e3:F2} | {speed / 1e9:F1} | "
                + $"{speed / peak:P1} | {speed / first:P1} |");
            if (profiles) Profile(backend, stacks[i]);
        }
    }

    private static double Fastest(LayerStack stack)
    {
        double fastest = double.MaxValue;
        for (long begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin).TotalSeconds < SecondsPerRound;)
        {
            long start = Stopwatch.GetTimestamp();
            stack.Run();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return fastest;
    }

    private static void Profile(CpuBackend backend, LayerStack stack)
    {
        var profiler = new OperationProfiler();
        backend.Profiler = profiler;
        for (int i = 0; i < Rounds; i++) stack.Run();
        backend.Profiler = null;
        foreach (OperationProfile part in profiler.Profile())
        {
            double seconds = part.Seconds / Rounds;
            Console.WriteLine(
                $"    {part.Operation}: {seconds * 1e3:F2} ms, {part.Flops / Rounds / seconds / 1e9:F1} GFLOP/s");
        }
    }
}
