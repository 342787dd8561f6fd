using System.Text.Json;
using Cloze.Benchmarks.Kernels;
using Cloze.Measurement;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>The products of every linear layer of the presets, on one thread and on all.</summary>
internal sealed class GemmSection : ISectionMeasurement
{
    public string Name => "gemm";

    public IReadOnlyList<string> Notes =>
    [
        "T x K x N: T tokens (15 % of them for the decoder), K inputs, N outputs. Cloze's times include the bias and "
            + "its gradient, libtorch's are of the product alone, into memory that is kept.",
    ];

    public IEnumerable<ReportRow> Measure(Contestants contestants, ReportOptions options) =>
        from threads in new[] { 1, Environment.ProcessorCount }.Distinct()
        from preset in LayerShapes.All().GroupBy(shape => shape.Preset)
        where options.Wants($"gemm {preset.Key}, {Threads(threads)}")
        from row in Measure(contestants, options, threads, [.. preset])
        select row;

    private static IEnumerable<ReportRow> Measure(
        Contestants contestants,
        ReportOptions options,
        int threads,
        (string Preset, LinearLayer Layer, LinearProduct[] Products)[] shapes)
    {
        string list = string.Join(',', shapes.Select(shape => Sizes(shape.Layer)));
        string[] words = ["--shapes", list, "--threads", $"{threads}"];
        var alternation = Alternation.Of(
            options, [Contestants.Cloze(["matmul", .. words]), .. contestants.TorchMatmul(words)]);
        return
            from shape in shapes
            from product in shape.Products
            select Row(shape.Preset, shape.Layer, $"{product}", threads, alternation.Runs) with
            {
                Doubt = alternation.Doubt,
            };
    }

    private static ReportRow Row(
        string preset, LinearLayer layer, string product, int threads, IReadOnlyList<JsonElement>[][] runs)
    {
        bool Wanted(JsonElement line) => line.GetProperty("shape").GetString() == Sizes(layer)
            && line.GetProperty("product").GetString() == product;
        double cloze = Alternation.Median(runs[0], line => line.Get("gflops"), Wanted)!.Value;
        double peak = Alternation.Median(runs[0], line => line.Get("peakGflops"), Wanted)!.Value;
        double? torch = runs.Length < 2 ? null : Alternation.Median(runs[1], line => line.Get("gflops"), Wanted);
        bool isSmall = Math.Min(layer.Inputs, layer.Outputs) <= 128;
        return new ReportRow
        {
            What = $"{preset} {layer.Name}, {Sizes(layer)}, {Threads(threads)}",
            Product = product,
            Unit = "GFLOP/s",
            Cloze = cloze,
            Share = cloze / peak,
            Peer = torch is null ? null : "libtorch",
            PeerFigure = torch,
            PeerShare = torch / peak,
            Target = new Target { Share = isSmall ? 0.75 : 0.85, Ratio = 1.1 },
        };
    }

    private static string Threads(int count) => count == 1 ? "1 thread" : $"{count} threads";

    private static string Sizes(LinearLayer layer) => $"{layer.Tokens}x{layer.Inputs}x{layer.Outputs}";
}
