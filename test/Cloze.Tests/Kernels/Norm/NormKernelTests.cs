using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

/// <summary>Dropout, residual and normalisation of rows, and their gradient, at every width.</summary>
public class NormKernelTests
{
    private const int Rows = 3;
    private const int FirstRow = 2;
    private const float Epsilon = 1e-3f;

    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void ForwardAtEveryLength(InstructionSet path)
    {
        KernelSet kernels = KernelSet.Of(path);
        for (int columns = 1; columns <= EveryLength.Longest; columns++)
        {
            Forward(kernels, $"{path} of {columns} columns", columns, dropout: true);
            Forward(kernels, $"{path} of {columns} columns without dropout", columns, dropout: false);
            Forward(kernels, $"{path} of {columns} columns without bias", columns, dropout: false, hasBias: false);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void BackwardAtEveryLength(InstructionSet path)
    {
        KernelSet kernels = KernelSet.Of(path);
        for (int columns = 1; columns <= EveryLength.Longest; columns++)
        {
            Backward(kernels, $"{path} of {columns} columns", columns, adds: false);
            Backward(kernels, $"{path} of {columns} columns, added", columns, adds: true);
        }
    }

    private static void Forward(KernelSet kernels, string what, int columns, bool dropout, bool hasBias = true)
    {
        int count = Rows * columns;
        float[] input = EveryLength.Normal(count, 1, mean: 3), residual = EveryLength.Normal(count, 2);
        float[] gain = EveryLength.Normal(columns, 3, 0.2, 1), bias = hasBias ? EveryLength.Normal(columns, 4) : [];
        float[] sum = EveryLength.Guarded(new float[count]), output = EveryLength.Guarded(new float[count]);
        float[] statistics = EveryLength.Guarded(new float[2 * Rows]);
        var rows = new NormRows
        {
            First = FirstRow,
            Count = Rows,
            Input = input,
            Residual = residual,
            Gain = gain,
            Bias = bias,
            Sum = sum.AsSpan(0, count),
            Statistics = statistics.AsSpan(0, 2 * Rows),
            Destination = output.AsSpan(0, count),
        };
        kernels.AddNorm(rows, dropout ? Draws.Key : default, Epsilon);
        double[] z = [.. Enumerable.Range(0, count).Select(i =>
            (input[i] * (double)(dropout ? Draws.Factor(FirstRow + (i / columns), i % columns) : 1)) + residual[i])];
        EveryLength.AssertNear($"{what}, sum", count, sum, 2.4e-7, i => (z[i], Math.Abs(input[i]) + Math.Abs(z[i])));
        Row[] normal = [.. Enumerable.Range(0, Rows).Select(row => new Row(z.AsSpan(row * columns, columns)))];
        EveryLength.AssertNear($"{what}, statistics", 2 * Rows, statistics, 2e-6, i =>
            i % 2 == 0
                ? (normal[i / 2].Mean, normal[i / 2].Largest)
                : (normal[i / 2].Deviation, normal[i / 2].Deviation * normal[i / 2].Condition));
        EveryLength.AssertNear($"{what}, output", count, output, 2e-6, i =>
        {
            Row row = normal[i / columns];
            double value = (z[i] - row.Mean) * row.Deviation, factor = gain[i % columns];
            double magnitude = Math.Abs(factor) * row.Condition * (1 + Math.Abs(value));
            float added = hasBias ? bias[i % columns] : 0;
            return ((value * factor) + added, magnitude + Math.Abs(added));
        });
    }

    private static void Backward(KernelSet kernels, string what, int columns, bool adds)
    {
        int count = Rows * columns;
        float[] gradient = EveryLength.Normal(count, 1), sum = EveryLength.Normal(count, 2), statistics = new float[6];
        float[] gain = EveryLength.Normal(columns, 3, 0.2, 1);
        float[] dx = EveryLength.Guarded(new float[count]), before = EveryLength.Normal(count, 5);
        float[] dz = EveryLength.Guarded(before);
        float[] parameters = EveryLength.Guarded(new float[2 * columns]);
        for (int row = 0; row < Rows; row++) (statistics[2 * row], statistics[(2 * row) + 1]) = (0.1f * row, 0.8f);
        var rows = new NormGradientRows
        {
            First = FirstRow,
            Count = Rows,
            Gradient = gradient,
            Sum = sum,
            Statistics = statistics,
            Gain = gain,
            InputGradient = dx.AsSpan(0, count),
            ResidualGradient = dz.AsSpan(0, count),
            Adds = adds,
            ParameterGradients = parameters.AsSpan(0, 2 * columns),
        };
        kernels.AddNormBackward(rows, Draws.Key);
        double Normal(int i) => ((double)sum[i] - statistics[2 * (i / columns)]) * statistics[1];
        double Scaled(int i) => (double)gradient[i] * gain[i % columns];
        for (int row = 0; row < Rows; row++)
        {
            int first = row * columns;
            int[] places = [.. Enumerable.Range(first, columns)];
            double plain = places.Average(Scaled), product = places.Average(i => Scaled(i) * Normal(i));
            double size = places.Max(i => Math.Abs(Scaled(i)) * (1 + (Normal(i) * Normal(i)))) + Math.Abs(product);
            float[] found = EveryLength.Guarded(dz.AsSpan(first, columns));
            EveryLength.AssertNear($"{what}, gradient", columns, found, 3e-6, i =>
            {
                float had = adds ? before[first + i] : 0;
                double norm = statistics[1] * (Scaled(first + i) - plain - (Normal(first + i) * product));
                return (norm + had, size + Math.Abs(had));
            });
        }

        float[] kept = [.. Enumerable.Range(0, count).Select(i =>
            dz[i] * Draws.Factor(FirstRow + (i / columns), i % columns))];
        EveryLength.AssertNear($"{what}, kept gradient", count, dx, 0, i => (kept[i], 1));
        EveryLength.AssertNear($"{what}, parameters", 2 * columns, parameters, 1e-6, i =>
        {
            IEnumerable<double> terms = Enumerable.Range(0, Rows).Select(row => (row * columns) + (i % columns))
                .Select(place => gradient[place] * (i < columns ? Normal(place) : 1));
            return (terms.Sum(), terms.Sum(Math.Abs) + 1);
        });
    }

    private sealed class Row
    {
        public Row(ReadOnlySpan<double> values)
        {
            double[] z = [.. values];
            Mean = z.Average();
            Largest = z.Max(Math.Abs);
            Deviation = 1 / Math.Sqrt(z.Average(value => (value - Mean) * (value - Mean)) + Epsilon);
            Condition = 1 + (Largest * Deviation);
        }

        public double Mean { get; }

        public double Largest { get; }

        public double Deviation { get; }

        /// <summary>By how much dividing by the deviation magnifies the rounding of the values.</summary>
        public double Condition { get; }
    }
}
