using System.Diagnostics;
using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Measurement;
using Cloze.Training;

namespace Cloze.Benchmarks.Layers;

/// <summary>
/// The layers of each preset forward and backward, in BERT's and in ModernBERT's layout of as many weights, pass by
/// pass in turns: useful operations a second of the fastest pass, and the median share of the first's in pairs of
/// passes that follow each other. Arguments: names of presets, "profile" for the time of every operation.
/// </summary>
internal static class LayersBenchmark
{
    private const int Rounds = 5;
    private const int FewestPairs = 9;
    private const double Seconds = 4;

    public static void Run(string[] words)
    {
        Console.WriteLine("| preset | rows of | layout | ms | GFLOP/s | of the FMA peak | of BERT's |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        bool profiles = words.Contains("profile");
        string[] presets = [.. words.Where(word => word != "profile")];
        foreach (Preset preset in Enum.GetValues<Preset>())
        {
            string name = preset.ToString().ToLowerInvariant();
            if (PresetSizes.IsModern(preset) || (presets.Length > 0 && !presets.Contains(name))) continue;
            foreach (int length in new[] { 41, 128, 512 }) Measure(StackShape.Of(preset, length), profiles);
        }
    }

    private static void Measure(StackShape shape, bool profiles)
    {
        using var backend = new CpuBackend();
        using var bert = new BertStack(backend, shape);
        using var modern = new ModernStack(backend, shape);
        LayerStack[] stacks = [bert, modern];
        foreach (LayerStack stack in stacks) stack.Verify();
        double peak = FmaPeak.Measure(InstructionSets.Default);
        List<double[]> pairs = Pairs(stacks);
        peak = Math.Max(peak, FmaPeak.Measure(InstructionSets.Default));
        for (int i = 0; i < stacks.Length; i++)
        {
            int which = i;
            double fastest = pairs.Min(pair => pair[which]), speed = stacks[i].Flops / fastest;
            double work = stacks[i].Flops / stacks[0].Flops;
            double[] shares = [.. pairs.Select(pair => work * pair[0] / pair[which]).Order()];
            Console.WriteLine(
                $"| {shape.Name} | {shape.Length} | {stacks[i].Name} | {fastest * 1e3:F2} | {speed / 1e9:F1} | "
                + $"{speed / peak:P1} | {shares[shares.Length / 2]:P1} |");
            if (profiles) Profile(backend, stacks[i]);
        }
    }

    private static List<double[]> Pairs(LayerStack[] stacks)
    {
        var pairs = new List<double[]>();
        long begin = Stopwatch.GetTimestamp();
        while (pairs.Count < FewestPairs || Stopwatch.GetElapsedTime(begin).TotalSeconds < Seconds)
        {
            double[] pair = new double[stacks.Length];
            for (int i = 0; i < stacks.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                stacks[i].Run();
                pair[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }

            pairs.Add(pair);
        }

        return pairs;
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
