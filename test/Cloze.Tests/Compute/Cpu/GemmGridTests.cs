using Cloze.Compute;
using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Compute;

[Trait("Slow", "Emulated")]
public class GemmGridTests
{
    [Theory]
    [InlineData(1, 1, 1, 256)]
    [InlineData(13, 33, 2, 256)]
    [InlineData(128, 128, 2, 256)]
    [InlineData(131, 1000, 3, 256)]
    [InlineData(4096, 384, 2, 256)]
    [InlineData(700, 700, 64, 256)]
    [InlineData(256, 1024, 2, 4096)]
    [InlineData(1024, 256, 2, 4096)]
    [InlineData(1000, 777, 3, 4096)]
    public void EveryElementIsInOneRectangle(int rows, int columns, int threads, int depth)
    {
        var grid = Cut(rows, columns, threads, depth);
        int[,] seen = new int[rows, columns];
        for (int part = 0; part < grid.Count; part++)
        {
            GemmArea area = grid.Area(part);
            Assert.Equal(0, area.Column % 32);
            for (int row = area.Row; row < area.RowEnd; row++)
            {
                for (int column = area.Column; column < area.ColumnEnd; column++) seen[row, column]++;
            }
        }

        Every.Item(seen.Cast<int>(), times => Assert.Equal(1, times));
    }

    [Fact]
    public void TwoThreadsGetEqualSharesWhereThereAreSome()
    {
        // 11 tiles by 4: halves by columns are equal, halves by rows are not.
        var grid = Cut(128, 128, threads: 2);
        Assert.Equal(0, grid.Count % 2);
        Assert.Equal(1, grid.RowParts);
    }

    [Fact]
    public void TheLastRectanglesAreCutAgainForThreadsOfUnequalSpeed()
    {
        var grid = Cut(4096, 768, threads: 2, depth: 768);
        static int Size(GemmArea area) => (area.RowEnd - area.Row) * (area.ColumnEnd - area.Column);
        Assert.InRange(Size(grid.Area(grid.Count - 1)), 1, Size(grid.Area(0)) / 3);
        Assert.Equal(0, Cut(4096, 768, threads: 1, depth: 768).LastRectangles);
    }

    [Fact]
    public void TheLongerSideOfTheLastRectanglesIsCut()
    {
        // As the weight gradient of mini's outer layer: pieces of few rows would read all of the input again.
        var grid = Cut(256, 1024, threads: 2, depth: 4096);
        GemmArea first = grid.Area(0), last = grid.Area(grid.Count - 1);
        Assert.True(last.ColumnEnd - last.Column < last.RowEnd - last.Row + 192);
        Assert.True(last.RowEnd - last.Row >= (first.RowEnd - first.Row) / 2);
    }

    [Fact]
    public void ATileIsNeverCut() => Assert.Equal(1, Cut(12, 32, threads: 8).Count);

    private static GemmGrid Cut(int rows, int columns, int threads, int depth = 256) =>
        GemmGrid.Cut(rows, new GemmPanels(0, columns, 0, depth, 0), tileRows: 12, tileColumns: 32, threads);
}
