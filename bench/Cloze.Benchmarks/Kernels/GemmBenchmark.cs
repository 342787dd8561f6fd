using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Measurement;
using Cloze.Models;

namespace Cloze.Benchmarks.Kernels;

/// <summary>
/// The three products of BERT's linear layers at real shapes: T = 2048 tokens, of which 307 (15 %) are masked.
/// Arguments: words that a line must contain ("tiny", "forward", "AVX2", "1 thread").
/// </summary>
internal static class GemmBenchmark
{
    private const int Tokens = 2048;
    private const int Masked = 307;
    private const int Vocabulary = 8192;

    private static readonly (string Preset, int Hidden, int Inner)[] _presets =
        [("tiny", 128, 512), ("mini", 256, 1024), ("small", 512, 2048), ("base", 768, 3072)];

    private static readonly RepeatOptions s_repeats = new() { WarmUps = 3, Fewest = 10, Seconds = 0.3 };

    public static void Run(string[] words)
    {
        Console.WriteLine("| path | layer | T | K | N | product | ms | GFLOP/s | % of peak |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (InstructionSet set in InstructionSets.Available)
        {
            foreach (int threads in new[] { 1, Environment.ProcessorCount }.Distinct())
            {
                string path = $"{InstructionSets.DisplayName(set)}, {threads} thread{(threads == 1 ? "" : "s")}";
                (LinearLayer Layer, LinearProduct Product)[] lines =
                    [.. Lines().Where(line => Wanted(words, path, line.Layer, line.Product))];
                if (lines.Length == 0) continue;
                using var backend = new CpuBackend(threads, set);
                double peak = FmaPeak.Measure(set, threads);
                foreach ((LinearLayer layer, LinearProduct product) in lines)
                {
                    Measure(backend, layer, product, path, peak);
                }
            }
        }
    }

    private static IEnumerable<(LinearLayer Layer, LinearProduct Product)> Lines()
    {
        foreach ((string preset, int hidden, int inner) in _presets)
        {
            var config = new BertConfig { VocabularySize = Vocabulary, HiddenSize = hidden, InnerSize = inner };
            foreach (LinearProduct product in Enum.GetValues<LinearProduct>())
            {
                foreach (LinearLayer layer in LinearLayer.Of(config, Tokens, Masked))
                {
                    yield return (layer with { Name = $"{preset} {layer.Name}" }, product);
                }
            }
        }
    }

    private static bool Wanted(string[] words, string path, LinearLayer layer, LinearProduct product)
    {
        string line = $"{path} {layer.Name} {product}";
        return words.All(word => line.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static void Measure(
        CpuBackend backend, LinearLayer layer, LinearProduct product, string path, double peak)
    {
        ProductResult result = ProductMeasurement.Measure(backend, layer, product, s_repeats);
        double speed = result.HighestFlopsPerSecond;
        Console.WriteLine(
            $"| {path} | {layer.Name} | {layer.Tokens} | {layer.Inputs} | {layer.Outputs} | {product} " +
            $"| {result.Time.Fastest * 1e3:F3} | {speed / 1e9:F0} | {100 * speed / peak:F0} |");
    }
}
