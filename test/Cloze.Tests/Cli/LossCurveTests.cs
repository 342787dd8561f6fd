using Cloze.Cli.Rendering.Training;
using Xunit;

namespace Cloze.Tests.Cli;

public class LossCurveTests
{
    [Fact]
    public void AFallingLossFallsFromLeftToRight()
    {
        var curve = new LossCurve();
        for (int step = 0; step < 8; step++) curve.Add(8 - step);
        Assert.Equal("█▇▆▅▄▃▂▁ 8.00", Assert.Single(curve.Rows(1)));
    }

    [Fact]
    public void SeveralLinesAreOneCurve()
    {
        var curve = new LossCurve();
        for (int step = 0; step < 4; step++) curve.Add(3 - step);
        Assert.Equal(["█▃   3.00", "██▆▁ 0.00"], curve.Rows(2));
    }

    [Fact]
    public void ManyStepsStayInOneLineAndTheEndStillMoves()
    {
        var curve = new LossCurve();
        for (int step = 1; step <= 100_000; step++) curve.Add(2 + (100 / Math.Sqrt(step)));
        IReadOnlyList<string> rows = curve.Rows(3);
        string last = rows[^1].Split(' ')[0];
        Assert.InRange(last.Length, 25, 50);
        Assert.NotEqual(last[last.Length / 2], last[^1]);
        Assert.Equal('▁', last[^1]);
    }

    [Fact]
    public void NothingIsDrawnOfNothing() => Assert.Equal(["", "", ""], new LossCurve().Rows(3));
}
