using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>embedding.cu, run on the processor, against the reference.</summary>
[Trait("Slow", "Emulated")]
public class EmbeddingLauncherTests
{
    private const int Words = 40, Positions = 16, Types = 2;

    [Theory]
    [CombinatorialSizes(new[] { 2, 4 }, new[] { 5, 64, 136 }, new[] { 1, 300 })]
    public void EmbeddingsAndTheirGradientsAreTheReference(int elementSize, int columns, int rows)
    {
        using var launcher = new EmulatedLauncher(elementSize);
        using var oracle = new Oracle();
        int[] ids = Values.Integers(rows, Words, 1), places = Values.Integers(rows, Positions, 2);
        int[] types = Values.Integers(rows, Types, 3);
        float[] word = Values.Normal(Words * columns, 4), position = Values.Normal(Positions * columns, 5);
        float[] type = Values.Normal(Types * columns, 6), gradient = Values.Normal(rows * columns, 7);
        var tables = new EmbeddingTables(
            oracle.Of(word, Words, columns), oracle.Of(position, Positions, columns), oracle.Of(type, Types, columns));
        Tensor expected = oracle.Take(rows, columns);
        oracle.Backend.Embed(new TokenRows(ids, places, types), tables, expected);
        DevicePointer y = launcher.TakeElements(rows * columns), dy = launcher.Elements(gradient);
        DevicePointer[] on = [launcher.Of(word), launcher.Of(position), launcher.Of(type)];
        var kernels = new EmbeddingLauncher(launcher);
        kernels.Embed(
            launcher.Of(ids), launcher.Of(places), launcher.Of(types), on[0], on[1], on[2], y, rows, columns);
        Values.Near(
            oracle.Read(expected), launcher.Read(y, rows * columns), Values.Rounding(elementSize), "embedding");

        oracle.Backend.EmbedBackward(new TokenRows(ids, places, types), oracle.Of(gradient, rows, columns), tables);
        Check(launcher, kernels, dy, ids, Words, columns, on[0], oracle.Read(tables.Word));
        Check(launcher, kernels, dy, places, Positions, columns, on[1], oracle.Read(tables.Position));
        Check(launcher, kernels, dy, types, Types, columns, on[2], oracle.Read(tables.TokenType));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TablesThatAreNoneAddNothing(bool hasPositions)
    {
        const int columns = 20, rows = 9;
        using var launcher = new EmulatedLauncher(4);
        using var oracle = new Oracle();
        int[] ids = Values.Integers(rows, Words, 1), places = Values.Integers(rows, Positions, 2);
        float[] word = Values.Normal(Words * columns, 4), position = Values.Normal(Positions * columns, 5);
        var tables = new EmbeddingTables(
            oracle.Of(word, Words, columns),
            hasPositions ? oracle.Of(position, Positions, columns) : Tensor.None,
            Tensor.None);
        Tensor expected = oracle.Take(rows, columns);
        oracle.Backend.Embed(new TokenRows(ids, places, new int[rows]), tables, expected);
        DevicePointer y = launcher.TakeElements(rows * columns);
        new EmbeddingLauncher(launcher).Embed(
            launcher.Of(ids),
            launcher.Of(places),
            launcher.Of(new int[rows]),
            launcher.Of(word),
            hasPositions ? launcher.Of(position) : DevicePointer.None,
            DevicePointer.None,
            y,
            rows,
            columns);
        Values.Near(oracle.Read(expected), launcher.Read(y, rows * columns), Values.Rounding(4), "embedding");
    }

    [Fact]
    public void BucketsHoldEveryRowOnceInOrder()
    {
        int[] numbers = Values.Integers(500, 7, 1);
        var buckets = new RowBuckets();
        buckets.Build(numbers, 9, 16);
        Assert.Equal(Enumerable.Range(0, 500), buckets.Order.ToArray().Order());
        int covered = 0;
        for (int piece = 0; piece < buckets.PieceCount; piece++)
        {
            ReadOnlySpan<int> triple = buckets.Pieces.Slice(3 * piece, 3);
            Assert.Equal(covered, triple[0]);
            Assert.InRange(triple[1] - triple[0], 1, 16);
            covered = triple[1];
            int number = numbers[buckets.Order[triple[0]]];
            if (triple[2] >= 0) Assert.Equal(number, triple[2]);
            for (int k = triple[0]; k < triple[1]; k++) Assert.Equal(number, numbers[buckets.Order[k]]);
        }

        Assert.Equal(500, covered);
        Assert.Equal(buckets.PartialRows, Enumerable.Range(0, buckets.FoldCount).Sum(f => FoldSize(buckets, f)));
    }

    private static int FoldSize(RowBuckets buckets, int fold) => buckets.Folds[(3 * fold) + 2];

    private static void Check(
        EmulatedLauncher launcher,
        EmbeddingLauncher kernels,
        DevicePointer gradient,
        int[] numbers,
        int limit,
        int columns,
        DevicePointer table,
        float[] expected)
    {
        var buckets = new RowBuckets();
        buckets.Build(numbers, limit);
        kernels.Backward(
            gradient,
            launcher.Of(buckets.Order),
            launcher.Of(buckets.Pieces),
            launcher.Of(buckets.Folds),
            buckets,
            table,
            columns);
        Values.Near(expected, EmulatedLauncher.ReadFloats(table, limit * columns), 1e-5, "table gradient");
    }
}
