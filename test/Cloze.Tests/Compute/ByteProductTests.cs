using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Tests.Kernels;
using Cloze.Tests.Models;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>Linear layers in bytes beside the same arithmetic written down in double precision.</summary>
public class ByteProductTests
{
    public static TheoryData<string, int, int, int> Shapes()
    {
        var data = new TheoryData<string, int, int, int>();
        foreach (InstructionSet set in InstructionPaths.Tested)
        {
            foreach ((int t, int k, int n) in ((int, int, int)[])[(1, 1, 1), (3, 5, 7), (4, 32, 16), (5, 33, 17),
                (70, 64, 40), (131, 20, 100)])
            {
                data.Add(set.ToString(), t, k, n);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void TheProductIsThatOfTheBytes(string set, int tokens, int inputs, int outputs)
    {
        using var backend = new CpuBackend(2, Enum.Parse<InstructionSet>(set), inBytes: true);
        Arena memory = backend.CreateArena("test", 100_000);
        float[] x = TinyModel.Random(tokens * inputs, 1), w = TinyModel.Random(outputs * inputs, 2);
        float[] b = TinyModel.Random(outputs, 3);
        Tensor input = Put(backend, memory, x, tokens, inputs), weight = Put(backend, memory, w, outputs, inputs);
        Tensor bias = Put(backend, memory, b, 1, outputs), product = memory.Take(tokens, outputs);
        backend.Linear(input, weight, bias, product);
        double[] expected = Expected(x, w, b, tokens, inputs);
        Assert.Equal(expected, Doubles(backend, product), (p, q) => Math.Abs(p - q) < 1e-5 * (1 + Math.Abs(p)));
        Assert.InRange(Furthest(expected, x, w, b, tokens, inputs), 0, 0.02 * inputs);
    }

    [Fact]
    public void ARowDoesNotDependOnThoseBesideIt()
    {
        using var backend = new CpuBackend(2, inBytes: true);
        Arena memory = backend.CreateArena("test", 100_000);
        Tensor weight = Put(backend, memory, TinyModel.Random(40 * 20, 1), 40, 20);
        Tensor input = Put(backend, memory, TinyModel.Random(99 * 20, 2), 99, 20);
        Tensor all = memory.Take(99, 40), one = memory.Take(1, 40);
        backend.Linear(input, weight, Tensor.None, all);
        foreach (int row in (int[])[0, 1, 63, 64, 98])
        {
            backend.Linear(input.RowRange(row, 1), weight, Tensor.None, one);
            Assert.Equal(TinyModel.Download(backend, one), TinyModel.Download(backend, all.RowRange(row, 1)));
        }
    }

    [Fact]
    public void ThreadsDoNotMatter()
    {
        float[][] products = [.. new[] { 1, 2, 5 }.Select(Product)];
        Assert.Equal(products[0], products[1]);
        Assert.Equal(products[0], products[2]);

        static float[] Product(int threads)
        {
            using var backend = new CpuBackend(threads, inBytes: true);
            Arena memory = backend.CreateArena("test", 100_000);
            Tensor product = memory.Take(150, 90);
            backend.LinearActivation(
                Put(backend, memory, TinyModel.Random(150 * 24, 1), 150, 24),
                Put(backend, memory, TinyModel.Random(90 * 24, 2), 90, 24),
                Tensor.None,
                Activation.Gelu,
                Tensor.None,
                product);
            return TinyModel.Download(backend, product);
        }
    }

    [Fact]
    public void AGateIsAProductOfTheTwoHalves()
    {
        using var backend = new CpuBackend(2, inBytes: true);
        Arena memory = backend.CreateArena("test", 100_000);
        Tensor input = Put(backend, memory, TinyModel.Random(70 * 12, 1), 70, 12);
        Tensor weight = Put(backend, memory, TinyModel.Random(40 * 12, 2), 40, 12);
        Tensor both = memory.Take(70, 40), gated = memory.Take(70, 20);
        backend.LinearGated(input, weight, Tensor.None, Activation.Gelu, both, gated);
        float[][] halves = [.. TinyModel.Download(backend, both).Chunk(20)];
        double[] expected = [.. Enumerable.Range(0, 70).SelectMany(row => halves[2 * row].Zip(
            halves[(2 * row) + 1], (u, g) => ReferenceMath.Activate(Activation.Gelu, u) * g))];
        Assert.Equal(expected, Doubles(backend, gated), (p, q) => Math.Abs(p - q) < 1e-5);
    }

    [Fact]
    public void LossesAreThoseOfTheLogits()
    {
        using var backend = new CpuBackend(2, inBytes: true);
        Arena memory = backend.CreateArena("test", 100_000);
        Tensor hidden = Put(backend, memory, TinyModel.Random(9 * 12, 1), 9, 12);
        Tensor decoder = Put(backend, memory, TinyModel.Random(40 * 12, 2), 40, 12);
        Tensor bias = Put(backend, memory, TinyModel.Random(40, 3), 1, 40), logits = memory.Take(9, 40);
        int[] labels = [0, 39, 7, 12, 3, 3, 20, 21, 22], ranks = new int[9];
        float[] losses = new float[9];
        backend.CrossEntropy(hidden, decoder, bias, labels, losses, ranks);
        backend.Linear(hidden, decoder, bias, logits);
        float[][] rows = [.. TinyModel.Download(backend, logits).Chunk(40)];
        Every.Item(Enumerable.Range(0, 9), row =>
        {
            float own = rows[row][labels[row]];
            Assert.Equal(Math.Log(rows[row].Sum(value => Math.Exp(value - own))), losses[row], 1e-5);
            Assert.Equal(rows[row].Count(value => value > own), ranks[row]);
        });
    }

    [Fact]
    public void WeightsThatAreUploadedAnewAreUsed()
    {
        using var backend = new CpuBackend(1, inBytes: true);
        Arena memory = backend.CreateArena("test", 1000);
        Tensor input = Put(backend, memory, [1, 2], 1, 2), weight = Put(backend, memory, [3, 3], 1, 2);
        Tensor product = memory.Take(1, 1);
        backend.Linear(input, weight, Tensor.None, product);
        float before = Assert.Single(TinyModel.Download(backend, product));
        backend.Upload([6f, 6f], weight);
        backend.Linear(input, weight, Tensor.None, product);
        Assert.Equal(2 * before, Assert.Single(TinyModel.Download(backend, product)), 1e-5f);
    }

    private static Tensor Put(Backend backend, Arena memory, float[] values, int rows, int columns)
    {
        Tensor tensor = memory.Take(rows, columns);
        backend.Upload(values, tensor);
        return tensor;
    }

    private static double[] Doubles(Backend backend, Tensor tensor) =>
        [.. TinyModel.Download(backend, tensor).Select(value => (double)value)];

    private static double[] Expected(float[] x, float[] w, float[] b, int tokens, int inputs)
    {
        double[] rows = [.. x.Chunk(inputs).SelectMany(Rounded)];
        double[] columns = [.. w.Chunk(inputs).SelectMany(RoundedWeights)];
        return Product(rows, columns, b, tokens, inputs);
    }

    private static double Furthest(double[] bytes, float[] x, float[] w, float[] b, int tokens, int inputs)
    {
        double[] floats = Product(
            [.. x.Select(value => (double)value)], [.. w.Select(value => (double)value)], b, tokens, inputs);
        return bytes.Zip(floats, (p, q) => Math.Abs(p - q)).Max();
    }

    private static double[] Product(double[] x, double[] w, float[] b, int tokens, int inputs) =>
    [
        .. from t in Enumerable.Range(0, tokens)
           from n in Enumerable.Range(0, b.Length)
           select b[n] + Enumerable.Range(0, inputs).Sum(k => x[(t * inputs) + k] * w[(n * inputs) + k]),
    ];

    // In the engine's own floats, so that each value falls on the same byte.
    private static IEnumerable<double> Rounded(float[] row)
    {
        float least = Math.Min(row.Min(), 0), range = Math.Max(row.Max(), 0) - least, steps = 255 / range;
        float zero = MathF.Round(-least * steps);
        return row.Select(
            value => (double)(range / 255) * (Math.Clamp(MathF.Round(value * steps) + zero, 0, 255) - zero));
    }

    private static IEnumerable<double> RoundedWeights(float[] row)
    {
        float scale = ByteRow.ScaleOf(row);
        return row.Select(value => (double)scale * MathF.Round(value / scale));
    }
}
