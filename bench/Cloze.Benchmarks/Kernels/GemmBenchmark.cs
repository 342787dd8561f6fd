using Cloze.Compute;
using Cloze.Kernels;

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

    public static void Run(string[] words)
    {
        Console.WriteLine("| path | layer | T | K | N | product | ms | GFLOP/s | % of peak |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (InstructionSet set in InstructionSets.Available)
        {
            foreach (int threads in new[] { 1, Environment.ProcessorCount }.Distinct())
            {
                string path = $"{InstructionSets.DisplayName(set)}, {threads} thread{(threads == 1 ? "" : "s")}";
                Layer[] layers = [.. Layers().Where(layer => Wanted(words, path, layer))];
                if (layers.Length == 0) continue;
                using var backend = new CpuBackend(threads, set);
                double peak = FmaPeak.Measure(set, threads);
                foreach (Layer layer in layers) Measure(backend, layer, path, peak);
            }
        }
    }

    private static IEnumerable<Layer> Layers()
    {
        foreach ((string preset, int hidden, int inner) in _presets)
        {
            foreach (Product product in Enum.GetValues<Product>())
            {
                yield return new Layer($"{preset} query, key, value", Tokens, hidden, 3 * hidden, product);
                yield return new Layer($"{preset} attention output", Tokens, hidden, hidden, product);
                yield return new Layer($"{preset} inner", Tokens, hidden, inner, product);
                yield return new Layer($"{preset} outer", Tokens, inner, hidden, product);
                yield return new Layer($"{preset} decoder", Masked, hidden, Vocabulary, product);
            }
        }
    }

    private static bool Wanted(string[] words, string path, Layer layer)
    {
        string line = $"{path} {layer.Name} {layer.Product}";
        return words.All(word => line.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static void Measure(CpuBackend backend, Layer layer, string path, double peak)
    {
        using var operands = new LayerOperands(backend, layer);
        operands.Verify();
        double seconds = Timing.Fastest(operands.Multiply, 10);
        double speed = 2.0 * layer.Tokens * layer.Inputs * layer.Outputs / seconds;
        Console.WriteLine(
            $"| {path} | {layer.Name} | {layer.Tokens} | {layer.Inputs} | {layer.Outputs} | {layer.Product} " +
            $"| {seconds * 1e3:F3} | {speed / 1e9:F0} | {100 * speed / peak:F0} |");
    }
}
