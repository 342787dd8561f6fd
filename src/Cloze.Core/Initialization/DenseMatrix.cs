using System.Numerics;
using System.Runtime.InteropServices;

namespace Cloze.Initialization;

/// <summary>A matrix of doubles, row after row, and the three products that the factorisation is made of.</summary>
/// <remarks>
/// Each value of a result is summed by one thread, in the order of the rows, without fused operations: the bits are
/// the same for any number of threads and any width of vectors.
/// </remarks>
internal sealed class DenseMatrix(int rows, int columns)
{
    private const int RowBlock = 64;
    private readonly double[] _values = new double[checked(rows * columns)];

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public Span<double> Row(int row) => _values.AsSpan(row * Columns, Columns);

    /// <summary>Calls <paramref name="body"/> for every row of [0, rows), blocks of rows on several threads.</summary>
    public static void ForRows(int rows, ParallelOptions parallel, Action<int> body)
    {
        int blocks = (rows + RowBlock - 1) / RowBlock;
        Parallel.For(0, blocks, parallel, block =>
        {
            int end = Math.Min(rows, (block + 1) * RowBlock);
            for (int row = block * RowBlock; row < end; row++) body(row);
        });
    }

    /// <summary>The upper triangle of matrixᵀ · matrix, [Columns, Columns]; zero below.</summary>
    public static DenseMatrix Gram(DenseMatrix matrix, ParallelOptions parallel) =>
        TransposedProduct(matrix, matrix, upperOnly: true, parallel);

    /// <summary>leftᵀ · right; left [n, a], right [n, b], result [a, b].</summary>
    public static DenseMatrix TransposedProduct(DenseMatrix left, DenseMatrix right, ParallelOptions parallel) =>
        TransposedProduct(left, right, upperOnly: false, parallel);

    /// <summary>this · right; right [Columns, b], result [Rows, b].</summary>
    public DenseMatrix Times(DenseMatrix right, ParallelOptions parallel)
    {
        var result = new DenseMatrix(Rows, right.Columns);
        ForRows(Rows, parallel, row =>
        {
            ReadOnlySpan<double> factors = Row(row);
            Span<double> sum = result.Row(row);
            for (int i = 0; i < factors.Length; i++) AddScaled(right.Row(i), factors[i], sum);
        });
        return result;
    }

    /// <summary>destination += factor * source.</summary>
    public static void AddScaled(ReadOnlySpan<double> source, double factor, Span<double> destination)
    {
        if (factor == 0) return;
        ReadOnlySpan<Vector<double>> sources = MemoryMarshal.Cast<double, Vector<double>>(source);
        Span<Vector<double>> sums = MemoryMarshal.Cast<double, Vector<double>>(destination);
        var factors = new Vector<double>(factor);
        for (int i = 0; i < sums.Length; i++) sums[i] += factors * sources[i];
        for (int i = sums.Length * Vector<double>.Count; i < destination.Length; i++)
        {
            destination[i] += factor * source[i];
        }
    }

    private static DenseMatrix TransposedProduct(
        DenseMatrix left, DenseMatrix right, bool upperOnly, ParallelOptions parallel)
    {
        const int block = 16;
        var result = new DenseMatrix(left.Columns, right.Columns);
        Parallel.For(0, (left.Columns + block - 1) / block, parallel, part =>
        {
            int end = Math.Min(left.Columns, (part + 1) * block);
            for (int row = 0; row < left.Rows; row++)
            {
                ReadOnlySpan<double> factors = left.Row(row), source = right.Row(row);
                for (int i = part * block; i < end; i++)
                {
                    int first = upperOnly ? i : 0;
                    AddScaled(source[first..], factors[i], result.Row(i)[first..]);
                }
            }
        });
        return result;
    }
}
