using Cloze.Cli.Rendering.Training;
using Xunit;

namespace Cloze.Tests.Cli;

public class LossHistoryTests
{
    [Fact]
    public void AFallingLossFallsFromLeftToRight()
    {
        var history = new LossHistory();
        for (int step = 0; step < 8; step++) history.Add(8 - step);
        Assert.Equal("█▇▆▅▄▃▂▁", history.Sparkline());
    }

    [Fact]
    public void ManyStepsStayInOneLine()
    {
        var history = new LossHistory();
        for (int step = 0; step < 100_000; step++) history.Add(100_000 - step);
        string line = history.Sparkline();
        Assert.InRange(line.Length, 30, 60);
        Assert.Equal('█', line[0]);
        Assert.Equal('▁', line[^1]);
    }

    [Fact]
    public void NothingIsDrawnOfNothing() => Assert.Empty(new LossHistory().Sparkline());
}
