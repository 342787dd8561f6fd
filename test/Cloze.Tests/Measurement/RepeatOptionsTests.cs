using Cloze.Measurement;
using Xunit;

namespace Cloze.Tests.Measurement;

public class RepeatOptionsTests
{
    private static readonly RepeatOptions s_options =
        new() { WarmUps = 1, Fewest = 3, Seconds = 2, OneIsEnough = true };

    [Fact]
    public void OneRunIsEnoughOfWhatTakesLongerThanThereIsTime()
    {
        RepeatOptions slow = s_options.For(TimeSpan.FromSeconds(3));
        int runs = 0;
        Assert.Equal(1, RepeatedTime.Measure(() => runs++, slow with { Seconds = 0 }).Repeats);
        Assert.Equal(1, runs);
        Assert.Equal(s_options, s_options.For(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void WhereItIsNotEnoughTheFewestAreMade()
    {
        RepeatOptions options = s_options with { OneIsEnough = false };
        Assert.Equal(options, options.For(TimeSpan.FromSeconds(3)));
    }
}
