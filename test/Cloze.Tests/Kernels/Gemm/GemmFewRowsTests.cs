using Cloze.Compute;
using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

/// <summary>Products of few rows, whose last columns go into a narrow tile where they fit.</summary>
public sealed unsafe class GemmFewRowsTests
{
    // More rows than the kernel for few takes.
    private const int ManyRows = 400;

    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    // Outputs: whole narrow tiles and less; depths: more than a block. A stride of 1,024 floats shares cache sets.
    [Theory]
    [MemberData(nameof(Paths))]
    public void HaveTheBitsOfTheSameRowsAmongMany(InstructionSet path)
    {
        foreach ((int outputs, int depth) in new[] { (24, 40), (25, 300), (43, 7), (12, 1024), (5, 1024), (1, 1) })
        {
            foreach (int threads in new[] { 1, 3 }) Check(path, threads, outputs, depth);
        }
    }

    private static void Check(InstructionSet path, int threads, int outputs, int depth)
    {
        using var workers = new Workers(threads);
        using var engine = new MatrixEngine(workers, path);
        float[] rows = EveryLength.Normal(ManyRows * depth, 1), weights = EveryLength.Normal(outputs * depth, 2);
        float[] bias = EveryLength.Normal(outputs, 3), all = new float[ManyRows * outputs];
        Multiply(engine, rows, ManyRows, weights, bias, depth, all);
        for (int count = 1; count <= 70; count++)
        {
            float[] few = EveryLength.Guarded(new float[count * outputs]);
            Multiply(engine, rows, count, weights, bias, depth, few);
            string what = $"{path}, {threads} threads, {count} rows, [{outputs}, {depth}]";
            Assert.True(few.AsSpan(0, count * outputs).SequenceEqual(all.AsSpan(0, count * outputs)), what);
            EveryLength.AssertGuarded(what, count * outputs, few);
        }
    }

    private static void Multiply(
        MatrixEngine engine, float[] rows, int count, float[] weights, float[] bias, int depth, float[] result)
    {
        fixed (float* a = rows, b = weights, added = bias, c = result)
        {
            engine.Multiply(new GemmProduct
            {
                A = GemmOperand.Rows(a, depth),
                B = GemmOperand.Rows(b, depth),
                Rows = count,
                Columns = bias.Length,
                Depth = depth,
                Addend = added,
                AddendStride = 0,
                C = c,
                Stride = bias.Length,
            });
        }
    }
}
