using Cloze.Initialization;
using Xunit;

namespace Cloze.Tests.Initialization;

public class TruncatedFactorsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(60, 8)]
    [InlineData(200, 20)]
    public void StrongestComponentsAreThoseOfAnExactDecomposition(int size, int components)
    {
        SparseSymmetric matrix = Random(size, density: 0.2, out double[,] dense);
        (double[] values, double[,] vectors) = Exact(dense);
        TruncatedFactors factors = Find(matrix, components, rounds: 200);
        for (int c = 0; c < components; c++) Assert.Equal(values[c], factors.Values[c], 1e-6 * values[0]);

        // The vectors themselves may turn within equal values; the matrix they make together may not.
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double expected = 0, found = 0;
                for (int c = 0; c < components; c++)
                {
                    expected += vectors[i, c] * values[c] * vectors[j, c];
                    found += factors.Vectors.Row(i)[c] * factors.Values[c] * factors.Vectors.Row(j)[c];
                }

                Assert.Equal(expected, found, 1e-5 * values[0]);
            }
        }
    }

    [Fact]
    public void VectorsAreOrthonormal()
    {
        SparseSymmetric matrix = Random(300, density: 0.1, out _);
        TruncatedFactors factors = Find(matrix, components: 40, rounds: 8);
        DenseMatrix products = DenseMatrix.TransposedProduct(factors.Vectors, factors.Vectors, new ParallelOptions());
        for (int i = 0; i < 40; i++)
        {
            for (int j = 0; j < 40; j++) Assert.Equal(i == j ? 1 : 0, products.Row(i)[j], 1e-12);
        }
    }

    [Fact]
    public void TheDefaultRoundsComeCloseToTheExactValues()
    {
        SparseSymmetric matrix = Random(200, density: 0.05, out double[,] dense);
        double[] exact = Exact(dense).Values;
        double[] found = Find(matrix, components: 16, new CorpusStartOptions().Iterations).Values;
        for (int c = 0; c < 16; c++) Assert.InRange(found[c], 0.9 * exact[c], exact[c] * (1 + 1e-12));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AMatrixOfLowRankHasZerosBeyondIt(int rank)
    {
        var entries = Enumerable.Range(0, rank).Select(i => (10 * i, 10 * i, 2f + i));
        TruncatedFactors factors = Find(new SparseSymmetric(50, entries), components: 6, rounds: 8);
        for (int c = 0; c < 6; c++)
        {
            Assert.Equal(c < rank ? 1 + rank - c : 0, factors.Values[c], 1e-12);
            for (int i = 0; i < 50; i++) Assert.True(double.IsFinite(factors.Vectors.Row(i)[c]));
        }
    }

    [Fact]
    public void MoreComponentsThanRowsAreZero()
    {
        TruncatedFactors factors = Find(new SparseSymmetric(3, [(0, 1, 2f), (2, 2, 1f)]), components: 8, rounds: 8);
        Assert.Equal([2, 2, 1, 0, 0, 0, 0, 0], factors.Values.Select(value => Math.Round(value, 10)));
    }

    [Fact]
    public void ThreadsChangeNoBit()
    {
        SparseSymmetric matrix = Random(500, density: 0.1, out _);
        TruncatedFactors one = Find(matrix, components: 24, rounds: 4, threads: 1);
        TruncatedFactors two = Find(matrix, components: 24, rounds: 4, threads: 3);
        Assert.Equal(one.Values, two.Values);
        for (int i = 0; i < 500; i++) Assert.Equal(one.Vectors.Row(i).ToArray(), two.Vectors.Row(i).ToArray());
    }

    [Fact]
    public void ProgressRisesToOneAndCancellationStops()
    {
        SparseSymmetric matrix = Random(50, density: 0.2, out _);
        var seen = new Collector();
        TruncatedFactors.Find(matrix, 4, new CorpusStartOptions { Iterations = 3 }, seen, CancellationToken.None);
        Assert.Equal([0.25, 0.5, 0.75, 1], seen.Values);
        Assert.ThrowsAny<OperationCanceledException>(() => TruncatedFactors.Find(
            matrix, 4, new CorpusStartOptions(), null, new CancellationToken(canceled: true)));
    }

    private static TruncatedFactors Find(SparseSymmetric matrix, int components, int rounds, int threads = 1) =>
        TruncatedFactors.Find(
            matrix,
            components,
            new CorpusStartOptions { Seed = 3, Iterations = rounds, Threads = threads },
            progress: null,
            CancellationToken.None);

    private static SparseSymmetric Random(int size, double density, out double[,] dense)
    {
        var random = new KeyedRandom(9, RandomPurpose.Weights, 0, (ulong)size);
        var entries = new List<(int Row, int Column, float Value)>();
        dense = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = i; j < size; j++)
            {
                if (i != j && random.NextSingle() > density) continue;
                float value = (float)random.NextNormal();
                entries.Add((i, j, value));
                dense[i, j] = dense[j, i] = value;
            }
        }

        return new SparseSymmetric(size, entries);
    }

    /// <summary>Singular values and left vectors by one-sided rotations of columns (Hestenes 1958).</summary>
    private static (double[] Values, double[,] Vectors) Exact(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        double[][] columns = [.. Enumerable.Range(0, size).Select(
            j => Enumerable.Range(0, size).Select(i => matrix[i, j]).ToArray())];
        for (int sweep = 0; sweep < 12; sweep++)
        {
            for (int p = 0; p < size; p++)
            {
                for (int q = p + 1; q < size; q++) MakeOrthogonal(columns[p], columns[q]);
            }
        }

        double[][] sorted = [.. columns.OrderByDescending(column => Dot(column, column))];
        double[] values = [.. sorted.Select(column => Math.Sqrt(Dot(column, column)))];
        var vectors = new double[size, size];
        for (int j = 0; j < size; j++)
        {
            for (int i = 0; i < size; i++) vectors[i, j] = values[j] > 1e-12 ? sorted[j][i] / values[j] : 0;
        }

        return (values, vectors);
    }

    private static void MakeOrthogonal(double[] first, double[] second)
    {
        double product = Dot(first, second);
        if (Math.Abs(product) < 1e-300) return;
        double angle = 0.5 * Math.Atan2(2 * product, Dot(first, first) - Dot(second, second));
        (double sine, double cosine) = Math.SinCos(angle);
        for (int i = 0; i < first.Length; i++)
        {
            double x = first[i], y = second[i];
            first[i] = (cosine * x) + (sine * y);
            second[i] = (cosine * y) - (sine * x);
        }
    }

    private static double Dot(double[] first, double[] second)
    {
        double sum = 0;
        for (int i = 0; i < first.Length; i++) sum += first[i] * second[i];
        return sum;
    }

    private sealed class Collector : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value) => Values.Add(value);
    }
}
