using System.Globalization;
using Cloze.Measurement;
using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd;

/// <summary>
/// How a training step's time grows with the tokens of a batch, the length of its sequences and the size of the model.
/// The exponent between neighbours is ln(time ratio) / ln(size ratio), the expected one the same of useful operations.
/// Arguments: <c>tokens PRESET</c>, <c>length PRESET</c> or <c>size</c>.
/// </summary>
internal static class GrowthBenchmark
{
    private const int Vocabulary = 8192;

    /// <summary>An exponent this far above the expected one is a cliff: a doubling costs a sixth more.</summary>
    private const double Cliff = 0.22;

    private static readonly RepeatOptions s_repeats = new() { WarmUps = 1, Fewest = 5, Seconds = 0.7 };

    /// <returns>Whether the arguments were understood.</returns>
    public static bool Run(string[] arguments)
    {
        switch (arguments)
        {
            case ["tokens", string name, .. string[] most] when Enum.TryParse(name, true, out Preset preset):
                int limit = most.Length > 0 ? int.Parse(most[0], CultureInfo.InvariantCulture) : 16_384;
                int[] sizes = [.. Doublings(256, limit)];
                Print($"{name}, sequences of 128", "tokens", sizes, size => Full(preset, size, 128));
                return true;
            case ["length", string name] when Enum.TryParse(name, true, out Preset preset):
                int[] lengths = [.. Doublings(32, 512)];
                Print($"{name}, 4,096 tokens", "length", lengths, length => Full(preset, 4096, length));
                return true;
            case ["size"]:
                Preset[] presets = Enum.GetValues<Preset>();
                Print("every preset, 2,048 tokens in sequences of 128", "useful operations", presets,
                    preset => Full(preset, 2048, 128), (_, result) => result.Flops);
                return true;
            default:
                return false;
        }
    }

    private static IEnumerable<int> Doublings(int from, int to)
    {
        for (int size = from; size <= to; size *= 2) yield return size;
    }

    private static WorkloadOptions Full(Preset preset, int tokens, int length)
    {
        int[] lengths = BatchLengths.Full(tokens / length, length);
        return WorkloadOptions.For(preset, lengths, Vocabulary) with { Repeats = s_repeats };
    }

    private static void Print(string title, string what, int[] sizes, Func<int, WorkloadOptions> workload) =>
        Print(title, what, sizes, workload, (size, _) => size);

    private static void Print<T>(
        string title, string what, T[] cases, Func<T, WorkloadOptions> workload, Func<T, WorkloadResult, double> sizeOf)
    {
        Console.WriteLine($"## Step time against {what}: {title}\n");
        Console.WriteLine(
            $"| {what} | step, ms | spread | tokens/s | FMA peak, GFLOP/s | share of peak | exponent | expected | |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        (double Size, WorkloadResult Result)? previous = null;
        var machine = new WholeMachine();
        foreach (T one in cases)
        {
            WorkloadResult result =
                machine.Run($"{what} {one}", () => StepMeasurement.Measure(workload(one))).Result;
            double size = sizeOf(one, result);
            Console.WriteLine(
                $"| {one} | {result.Time.Median * 1e3:F2} | {result.Time.Spread:P0} | {result.TokensPerSecond:N0} "
                + $"| {machine.Peak / 1e9:F0} | {result.FlopsPerSecond / machine.Peak:P1} "
                + $"| {Exponents(previous, size, result)} |");
            previous = (size, result);
        }

        Console.WriteLine();
    }

    private static string Exponents((double Size, WorkloadResult Result)? previous, double size, WorkloadResult result)
    {
        if (previous is not { } before) return "| | ";
        double doublings = Math.Log(size / before.Size);
        double measured = Math.Log(result.Time.Median / before.Result.Time.Median) / doublings;
        double expected = Math.Log(result.Flops / before.Result.Flops) / doublings;
        return $"{measured:F2} | {expected:F2} | {(measured > expected + Cliff ? "cliff" : "")}";
    }
}
