using Cloze.Benchmarks;
using Cloze.Measurement;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloze.Peers;

/// <summary>
/// libtorch's matmul at the three products of a linear layer, [T, K] tokens by [N, K] weights, into memory that is
/// kept. Only the product is timed: no bias, and no gradient of one, which Cloze's figures include.
/// </summary>
internal static class TorchMatmul
{
    private static readonly RepeatOptions s_repeats = new() { WarmUpSeconds = 0.15, Seconds = 0.15 };

    public static IEnumerable<object> Run(Arguments arguments)
    {
        int threads = arguments.Number("--threads", Environment.ProcessorCount);
        set_num_threads(threads);
        using IDisposable inference = inference_mode(true);
        foreach (string shape in arguments.Text("--shapes").Split(','))
        {
            int[] sizes = [.. shape.Split('x').Select(int.Parse)];
            foreach (object line in Measure(shape, sizes[0], sizes[1], sizes[2], threads)) yield return line;
        }
    }

    private static List<object> Measure(string shape, int tokens, int inputs, int outputs, int threads)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = rand(tokens, inputs) - 0.5, w = rand(outputs, inputs) - 0.5, g = rand(tokens, outputs) - 0.5;
        (string Product, Tensor Left, Tensor Right)[] products =
            [("Forward", x, w.t()), ("InputGradient", g, w), ("WeightGradient", g.t(), x)];
        var results = new List<object>();
        foreach ((string product, Tensor left, Tensor right) in products)
        {
            Tensor result = zeros(left.shape[0], right.shape[1]);
            void Multiply() => result.addmm_(left, right, beta: 0, alpha: 1);
            Multiply();
            Verify(left, right, result);
            double seconds = RepeatedTime.Measure(Multiply, s_repeats).Median;
            results.Add(new
            {
                Peer = $"libtorch {__version__}",
                Shape = shape,
                Product = product,
                Threads = threads,
                SecondsMedian = seconds,
                Gflops = 2e-9 * tokens * inputs * outputs / seconds,
            });
        }

        return results;
    }

    private static void Verify(Tensor left, Tensor right, Tensor result)
    {
        long[] rows = [0, result.shape[0] / 2, result.shape[0] - 1];
        foreach (long row in rows)
        {
            using Tensor expected = left[row].to(ScalarType.Float64).unsqueeze(0).mm(right.to(ScalarType.Float64));
            double error = (expected.squeeze(0) - result[row]).abs().max().item<double>();
            if (error > 1e-6 * left.shape[1]) throw new InvalidOperationException($"Row {row} is off by {error}.");
        }
    }
}
