using Cloze.Compute;
using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Compute;

public class GemmGridTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(13, 33, 2)]
    [InlineData(128, 128, 2)]
    [InlineData(131, 1000, 3)]
    [InlineData(4096, 384, 2)]
    [InlineData(700, 700, 64)]
    public void EveryElementIsInOneRectangle(int rows, int columns, int threads)
    {
        var grid = Cut(rows, columns, threads);
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

        Assert.All(seen.Cast<int>(), times => Assert.Equal(1, times));
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
        var grid = Cut(4096, 768, threads: 2);
        static int Height(GemmArea area) => area.RowEnd - area.Row;
        Assert.True(Height(grid.Area(grid.Count - 1)) <= (Height(grid.Area(0)) / 4) + 12);
        Assert.Equal(0, Cut(4096, 768, threads: 1).LastRectangles);
    }

    [Fact]
    public void ATileIsNeverCut() => Assert.Equal(1, Cut(12, 32, threads: 8).Count);

    private static GemmGrid Cut(int rows, int columns, int threads) =>
        GemmGrid.Cut(rows, new GemmPanels(0, columns, 0, 256, 0), tileRows: 12, tileColumns: 32, threads);
}
