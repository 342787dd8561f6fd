using System.Diagnostics;
using Cloze.Compute;

namespace Cloze.Benchmarks.Kernels;

/// <summary>
/// Linear layers of one short text, weights where they stand beside weights that are kept packed, by turns: more layers
/// than the caches hold, one after another, as a model has them. The bits are compared first.
/// </summary>
internal static class FewRowsBenchmark
{
    private const nint WeightFloats = 12 << 20;
    private const int Turns = 9;

    /// <param name="words">Options: <c>--threads N</c>.</param>
    public static void Run(string[] words)
    {
        int threads = new Arguments(words).Number("--threads", 0);
        using var plain = new CpuBackend(threads);
        using var packing = new CpuBackend(threads, packsWeights: true);
        Console.WriteLine($"{packing.Name}; medians of {Turns} turns\n");
        Console.WriteLine("| outputs x inputs | rows | in place, GFLOP/s | packed, GFLOP/s | faster by |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach ((int outputs, int inputs) in new[] { (384, 384), (1152, 384), (1536, 384), (384, 1536), (768, 3072) })
        {
            using var first = new Layers(plain, outputs, inputs);
            using var second = new Layers(packing, outputs, inputs);
            foreach (int rows in new[] { 4, 8, 11, 16, 20, 24, 30, 48, 128 }) Compare(first, second, rows);
        }
    }

    private static void Compare(Layers plain, Layers packed, int rows)
    {
        for (int i = 0; i < 4; i++)
        {
            if (!plain.Run(rows).AsSpan().SequenceEqual(packed.Run(rows))) throw new InvalidOperationException("Bits.");
        }

        var times = new List<(double Plain, double Packed)>();
        for (int turn = 0; turn < Turns; turn++) times.Add((plain.Time(rows), packed.Time(rows)));
        double one = times.Select(time => time.Plain).Order().ElementAt(Turns / 2);
        double other = times.Select(time => time.Packed).Order().ElementAt(Turns / 2);
        double flops = plain.Flops(rows) / 1e9;
        Console.WriteLine(
            $"| {plain.Name} | {rows} | {flops / one:F1} | {flops / other:F1} | {one / other:F2}x |");
    }

    private sealed class Layers : IDisposable
    {
        private const int MostRows = 128;
        private readonly CpuBackend _backend;
        private readonly Arena _arena;
        private readonly Tensor[] _weights;
        private readonly Tensor _input;
        private readonly Tensor _output;

        public Layers(CpuBackend backend, int outputs, int inputs)
        {
            _backend = backend;
            int count = (int)(WeightFloats / outputs / inputs);
            _arena = backend.CreateArena("layers", WeightFloats + (MostRows * (nint)(outputs + inputs)) + 1024);
            _weights = [.. Enumerable.Range(0, count).Select(_ => _arena.Take(outputs, inputs))];
            (_input, _output) = (_arena.Take(MostRows, inputs), _arena.Take(MostRows, outputs));
            var random = new Random(1);
            float[] values = [.. Enumerable.Range(0, outputs * inputs).Select(_ => random.NextSingle() - 0.5f)];
            foreach (Tensor weight in _weights) backend.Upload(values, weight);
            backend.Upload([.. Enumerable.Range(0, MostRows * inputs).Select(_ => random.NextSingle())], _input);
            Name = $"{outputs} x {inputs}";
        }

        public string Name { get; }

        public double Flops(int rows) => 2.0 * rows * _weights.Sum(weight => weight.Count);

        public float[] Run(int rows)
        {
            Multiply(rows);
            float[] values = new float[rows * _output.Columns];
            _backend.Download(_output.RowRange(0, rows), values);
            return values;
        }

        public double Time(int rows)
        {
            long start = Stopwatch.GetTimestamp();
            Multiply(rows);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        public void Dispose() => _arena.Dispose();

        private void Multiply(int rows)
        {
            Tensor input = _input.RowRange(0, rows), output = _output.RowRange(0, rows);
            foreach (Tensor weight in _weights) _backend.Linear(input, weight, Tensor.None, output);
        }
    }
}
