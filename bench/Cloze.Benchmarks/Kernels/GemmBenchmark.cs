using System.Text.Json;
using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Measurement;

namespace Cloze.Benchmarks.Kernels;

/// <summary>
/// The three products of BERT's linear layers at real shapes, on one thread and on all, beside the peak measured in
/// the same process. Each product is verified on each number of threads before it is timed.
/// Arguments: --json for a line of JSON a figure; words that a line must contain ("tiny", "decoder", "forward").
/// </summary>
internal static class GemmBenchmark
{
    private static readonly RepeatOptions s_repeats =
        new() { WarmUps = 2, WarmUpSeconds = 0.02, Fewest = 5, Seconds = 0.12 };

    public static void Run(string[] arguments)
    {
        bool json = arguments.Contains("--json");
        string[] words = [.. arguments.Where(word => word != "--json")];
        InstructionSet set = InstructionSets.Default;
        CpuBackend[] backends =
            [.. new[] { 1, Environment.ProcessorCount }.Distinct().Select(count => new CpuBackend(count, set))];
        foreach (CpuBackend backend in backends) WarmUp(backend);
        double[] peaks = [.. backends.Select(backend => FmaPeak.Measure(set, backend.Threads))];
        if (!json) PrintHead(backends, peaks);
        foreach ((string preset, LinearLayer layer, LinearProduct[] products) in LayerShapes.All())
        {
            foreach (LinearProduct product in products)
            {
                if (!IsWanted(words, $"{preset} {layer.Name} {product}")) continue;
                double[] speeds = [.. backends.Select(backend =>
                    ProductMeasurement.Measure(backend, layer, product, s_repeats).HighestFlopsPerSecond)];
                if (json) PrintJson(backends, peaks, preset, layer, product, speeds);
                else PrintLine(peaks, preset, layer, product, speeds);
            }
        }

        foreach (CpuBackend backend in backends) backend.Dispose();
    }

    // Until the runtime has compiled the products' code for the second time, in the background.
    private static void WarmUp(CpuBackend backend)
    {
        var layer = new LinearLayer("warm-up", 300, 128, 128);
        foreach (LinearProduct product in Enum.GetValues<LinearProduct>())
        {
            ProductMeasurement.Measure(backend, layer, product, new RepeatOptions { Seconds = 0.2, Most = 100_000 });
        }
    }

    private static bool IsWanted(string[] words, string line) =>
        words.All(word => line.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static void PrintHead(CpuBackend[] backends, double[] peaks)
    {
        IEnumerable<string> names =
            backends.Select(backend => $"{backend.Threads} thread{(backend.Threads == 1 ? "" : "s")}");
        Console.WriteLine($"{InstructionSets.DisplayName(backends[0].InstructionSet)}. Peak of fused multiply-adds: " +
            $"{string.Join(", ", names.Zip(peaks, (name, peak) => $"{peak / 1e9:F1} GFLOP/s on {name}"))}.");
        Console.WriteLine();
        string columns = string.Join(" | ", names.Select(name => $"GFLOP/s, {name} | %"));
        Console.WriteLine($"| preset | layer | T | K | N | product | {columns} |");
        Console.WriteLine($"|---|---|---|---|---|---|{string.Concat(backends.Select(_ => "---|---|"))}");
    }

    private static void PrintLine(
        double[] peaks, string preset, LinearLayer layer, LinearProduct product, double[] speeds)
    {
        IEnumerable<string> figures = speeds.Zip(peaks, (speed, peak) => $"{speed / 1e9:F0} | {100 * speed / peak:F0}");
        Console.WriteLine(
            $"| {preset} | {layer.Name} | {layer.Tokens} | {layer.Inputs} | {layer.Outputs} | {product} " +
            $"| {string.Join(" | ", figures)} |");
    }

    private static void PrintJson(
        CpuBackend[] backends,
        double[] peaks,
        string preset,
        LinearLayer layer,
        LinearProduct product,
        double[] speeds)
    {
        for (int i = 0; i < backends.Length; i++)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                benchmark = "gemm",
                path = InstructionSets.DisplayName(backends[i].InstructionSet),
                threads = backends[i].Threads,
                preset,
                layer = layer.Name,
                tokens = layer.Tokens,
                inputs = layer.Inputs,
                outputs = layer.Outputs,
                product = product.ToString(),
                gflops = Math.Round(speeds[i] / 1e9, 1),
                share_of_peak = Math.Round(speeds[i] / peaks[i], 3),
            }));
        }
    }
}
