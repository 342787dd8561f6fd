using System.Diagnostics;
using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Measurement;

namespace Cloze.Benchmarks.Kernels;

/// <summary>
/// Products that read their factors where they stand beside products that read copies, in turns on one machine, so
/// that a processor can be added to <see cref="FactorCopies"/> by what it shows. Each product is verified first.
/// </summary>
internal static class FactorCopiesBenchmark
{
    private const double SecondsAShape = 1.5;
    private const double SecondsATurn = 0.004;

    /// <param name="words">Options: <c>--threads N</c>, <c>--only TEXT</c> that a line must contain.</param>
    public static void Run(string[] words)
    {
        var arguments = new Arguments(words);
        int threads = arguments.Number("--threads", 1);
        string only = arguments.Find("--only") ?? "";
        using var inPlace = new CpuBackend(threads, copiesFactors: false);
        using var copies = new CpuBackend(threads, copiesFactors: true);
        string rule = FactorCopies.AreFaster(copies.InstructionSet) ? "copies" : "does not copy";
        Console.WriteLine($"{copies.Name}; where nothing is said, this machine {rule}. Medians, in turns.\n");
        Console.WriteLine("| preset | layer | T | K | N | product | in place, GFLOP/s | copies, GFLOP/s | faster by |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach ((string preset, LinearLayer layer, LinearProduct[] products) in LayerShapes.All())
        {
            foreach (LinearProduct product in products)
            {
                bool isWanted = $"{preset} {layer.Name} {product}".Contains(only, StringComparison.OrdinalIgnoreCase);
                if (isWanted) Compare(preset, layer, product, inPlace, copies);
            }
        }
    }

    private static void Compare(
        string preset, LinearLayer layer, LinearProduct product, CpuBackend inPlace, CpuBackend copies)
    {
        using var first = new LinearOperands(inPlace, layer);
        using var second = new LinearOperands(copies, layer);
        first.Verify(product);
        second.Verify(product);
        int repeats = (int)Math.Max(SecondsATurn / Time(first, product, 1), 1);
        var times = new List<(double InPlace, double Copies)>();
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < SecondsAShape)
        {
            times.Add((Time(first, product, repeats), Time(second, product, repeats)));
        }

        double one = Timing.Median(times.Select(time => time.InPlace));
        double other = Timing.Median(times.Select(time => time.Copies));
        double flops = 2.0 * layer.Tokens * layer.Inputs * layer.Outputs / 1e9;
        Console.WriteLine(
            $"| {preset} | {layer.Name} | {layer.Tokens} | {layer.Inputs} | {layer.Outputs} | {product} "
            + $"| {flops / one:F0} | {flops / other:F0} | {one / other:F2}x |");
    }

    private static double Time(LinearOperands operands, LinearProduct product, int repeats)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++) operands.Multiply(product);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / repeats;
    }
}
