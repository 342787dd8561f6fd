using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public class OrderedWorkTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void ThingsComeBackInOrderWithTheirWorkDone(int threads)
    {
        using var work = new OrderedWork<int[]>(threads, value => value[0] *= 2);
        for (int i = 0; i < 100; i++) work.Add([i]);
        Assert.Equal(100, work.Count);
        for (int i = 0; i < 100; i++) Assert.Equal(2 * i, work.Take()[0]);
        Assert.Equal(0, work.Count);
    }

    [Fact]
    public void WhatTheWorkThrowsIsThrownWhenItIsTaken()
    {
        using var work = new OrderedWork<int>(2, value =>
        {
            if (value == 1) throw new ClozeException("one", "two");
        });
        for (int i = 0; i < 3; i++) work.Add(i);
        Assert.Equal(0, work.Take());
        Assert.Equal("one", Assert.Throws<ClozeException>(() => work.Take()).Message);
        Assert.Equal(2, work.Take());
    }

    [Fact]
    public void WhatIsNotTakenIsForgotten()
    {
        using var work = new OrderedWork<int>(2, _ => { });
        for (int i = 0; i < 50; i++) work.Add(i);
    }
}
