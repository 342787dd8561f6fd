using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute;

public sealed class SleepersTests
{
    // Only a test that fails waits so long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void ACallWakesTheThreadsItMeansAndNoOther()
    {
        using var sleepers = new Sleepers(3);
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(thread => Asleep(sleepers, thread, seen: 0))];
        sleepers.Call(1, 2);
        Assert.True(threads[1].Join(Patience));
        Assert.True(threads[2].Join(Patience));
        Assert.True(sleepers.IsAsleep(0));

        Thread again = Asleep(sleepers, 1, seen: 1);
        sleepers.Call(0, 1);
        Assert.True(threads[0].Join(Patience));
        Assert.True(sleepers.IsAsleep(1));
        sleepers.Call(0, 3);
        Assert.True(again.Join(Patience));
    }

    [Fact]
    public void NobodySleepsThroughACallThatCameBefore()
    {
        using var sleepers = new Sleepers(1);
        sleepers.Call(0, 1);
        Assert.Equal(1, sleepers.Calls);
        sleepers.Sleep(0, seen: 0);
    }

    [Fact]
    public void AWakeUpIsNotKeptForTheNextSleep()
    {
        using var sleepers = new Sleepers(1);
        for (int call = 1; call <= 10; call++) sleepers.Call(0, 1);
        sleepers.Sleep(0, seen: 0);
        Thread thread = Asleep(sleepers, 0, seen: 10);
        Assert.True(sleepers.IsAsleep(0));
        sleepers.Call(0, 1);
        Assert.True(thread.Join(Patience));
    }

    private static Thread Asleep(Sleepers sleepers, int thread, int seen)
    {
        var sleeper = new Thread(() => sleepers.Sleep(thread, seen)) { IsBackground = true };
        sleeper.Start();
        Assert.True(SpinWait.SpinUntil(() => sleepers.IsAsleep(thread), Patience));
        return sleeper;
    }
}
