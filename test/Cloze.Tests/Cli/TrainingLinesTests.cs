using Cloze.Cli.Rendering.Training;
using Xunit;

namespace Cloze.Tests.Cli;

public class TrainingLinesTests
{
    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(61, "1:01")]
    [InlineData(3_725, "1:02:05")]
    [InlineData(double.PositiveInfinity, "99:59:59")]
    public void DurationsReadAsAClock(double seconds, string expected) =>
        Assert.Equal(expected, TrainingLines.Duration(seconds));
}
