using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Measurement;

namespace Cloze.Benchmarks.EndToEnd.Figures;

/// <summary>The three products of linear layers, given as TxKxN, each checked and timed.</summary>
internal static class MatmulFigure
{
    private static readonly RepeatOptions s_repeats = new() { WarmUpSeconds = 0.15, Seconds = 0.15 };

    public static IEnumerable<object> Measure(Arguments arguments)
    {
        int threads = arguments.Number("--threads", 0);
        double before = FmaPeak.Measure(InstructionSets.Default, threads);
        using var backend = new CpuBackend(threads);
        LinearLayer[] layers = [.. arguments.Text("--shapes").Split(',').Select(Layer)];
        WarmUp(backend, layers[0]);
        ProductResult[] results =
        [
            .. from layer in layers
               from product in Enum.GetValues<LinearProduct>()
               select ProductMeasurement.Measure(backend, layer, product, s_repeats),
        ];
        double peak = Math.Max(before, FmaPeak.Measure(InstructionSets.Default, threads));
        return results.Select(result => new
        {
            Shape = result.Layer.Name,
            Product = result.Product.ToString(),
            Gflops = result.FlopsPerSecond / 1e9,
            PeakGflops = peak / 1e9,
        });
    }

    // The runtime compiles the engine's code twice: that is over before the first product counts.
    private static void WarmUp(CpuBackend backend, LinearLayer layer)
    {
        foreach (LinearProduct product in Enum.GetValues<LinearProduct>())
        {
            ProductMeasurement.Measure(backend, layer, product, new() { WarmUpSeconds = 0.5, Seconds = 0 });
        }
    }

    private static LinearLayer Layer(string shape)
    {
        int[] sizes = [.. shape.Split('x').Select(int.Parse)];
        return new LinearLayer(shape, sizes[0], sizes[1], sizes[2]);
    }
}
