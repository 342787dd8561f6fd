using Cloze.Kernels;
using Cloze.Measurement;
using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd;

/// <summary>
/// One thread against all: the peak, a training step and inference of each preset at the batches that comparisons use
/// (full sequences of 128, 30,522 pieces, dropout 0.1 in training). Arguments: names of presets.
/// </summary>
internal static class ScalingBenchmark
{
    private static readonly RepeatOptions s_repeats = new() { WarmUps = 1, Fewest = 5, Seconds = 1 };

    public static void Run(string[] presets)
    {
        var machine = new WholeMachine();
        int all = Environment.ProcessorCount;
        Console.WriteLine($"| what | sequences | 1 thread, tokens/s | {all} threads, tokens/s | ratio | of peaks |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (Preset preset in Enum.GetValues<Preset>())
        {
            string name = preset.ToString().ToLowerInvariant();
            if (presets.Length > 0 && !presets.Contains(name)) continue;
            int sequences = BatchLengths.Sequences(preset);
            WorkloadOptions one = Workload(preset, 1), many = Workload(preset, sequences);
            Print(machine, $"train {name}", sequences, many, workload => StepMeasurement.Measure(workload));
            Print(machine, $"inference {name}", 1, one, workload => InferenceMeasurement.Measure(workload));
            Print(machine, $"inference {name}", sequences, many, workload => InferenceMeasurement.Measure(workload));
        }
    }

    private static WorkloadOptions Workload(Preset preset, int sequences)
    {
        int[] lengths = BatchLengths.Full(sequences, BatchLengths.Longest);
        return WorkloadOptions.For(preset, lengths, dropout: 0.1f) with { Repeats = s_repeats };
    }

    private static void Print(
        WholeMachine machine,
        string what,
        int sequences,
        WorkloadOptions workload,
        Func<WorkloadOptions, WorkloadResult> measure)
    {
        double peak = FmaPeak.Measure(InstructionSets.Default, 1);
        double one = machine.Run(what, () => measure(workload with { Threads = 1 })).Result.TokensPerSecond;
        double all = machine.Run(what, () => measure(workload)).Result.TokensPerSecond;
        Console.WriteLine(
            $"| {what} | {sequences} | {one:N0} | {all:N0} | {all / one:F2} | {machine.Peak / peak:F2} |");
    }
}
