using Cloze.Compute;
using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

/// <summary>Products of every number of rows, of columns and every depth, the other two a little over a tile.</summary>
public sealed unsafe class GemmLengthTests
{
    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void EveryNumberOfRows(InstructionSet path) => CheckAll(path, length => (length, 17, 5));

    [Theory]
    [MemberData(nameof(Paths))]
    public void EveryNumberOfColumns(InstructionSet path) => CheckAll(path, length => (7, length, 5));

    [Theory]
    [MemberData(nameof(Paths))]
    public void EveryDepth(InstructionSet path) => CheckAll(path, length => (7, 33, length));

    private static void CheckAll(InstructionSet path, Func<int, (int Rows, int Columns, int Depth)> shape)
    {
        using var workers = new Workers(1);
        using var engine = new MatrixEngine(workers, path);
        foreach (int length in EveryLength.Lengths)
        {
            (int rows, int columns, int depth) = shape(length);
            Check(engine, path, rows, columns, depth);
        }
    }

    private static void Check(MatrixEngine engine, InstructionSet path, int rows, int columns, int depth)
    {
        float[] left = EveryLength.Normal(rows * depth, 1), right = EveryLength.Normal(columns * depth, 2);
        float[] bias = EveryLength.Normal(columns, 3), result = EveryLength.Guarded(new float[rows * columns]);
        fixed (float* a = left, b = right, added = bias, c = result)
        {
            engine.Multiply(new GemmProduct
            {
                A = GemmOperand.Rows(a, depth),
                B = GemmOperand.Rows(b, depth),
                Rows = rows,
                Columns = columns,
                Depth = depth,
                Addend = added,
                AddendStride = 0,
                C = c,
                Stride = columns,
            });
        }

        double tolerance = 6e-8 * (2 + Math.Sqrt(depth));
        EveryLength.AssertNear($"{path} [{rows}, {columns}] over {depth}", rows * columns, result, tolerance, i =>
        {
            double value = bias[i % columns], magnitude = Math.Abs(value);
            for (int k = 0; k < depth; k++)
            {
                double term = (double)left[(i / columns * depth) + k] * right[(i % columns * depth) + k];
                value += term;
                magnitude += Math.Abs(term);
            }

            return (value, magnitude);
        });
    }
}
