using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute;

public sealed class SleepersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Long enough for a thread that is woken by mistake to end.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void ACallWakesTheThreadsItMeansAndNoOther()
    {
        using var sleepers = new Sleepers(3);
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(thread => Asleep(sleepers, thread, seen: 0))];
        sleepers.Call(1, 2);
        Assert.True(threads[1].Join(Patience));
        Assert.True(threads[2].Join(Patience));
        Assert.False(threads[0].Join(Moment));

        Thread again = Asleep(sleepers, 1, seen: 1);
        sleepers.Call(0, 1);
        Assert.True(threads[0].Join(Patience));
        Assert.False(again.Join(Moment));
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
        Assert.False(thread.Join(Moment));
        sleepers.Call(0, 1);
        Assert.True(thread.Join(Patience));
    }

    private static Thread Asleep(Sleepers sleepers, int thread, int seen)
    {
        var sleeper = new Thread(() => sleepers.Sleep(thread, seen)) { IsBackground = true };
        sleeper.Start();
        Assert.True(SpinWait.SpinUntil(() => sleeper.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience));
        return sleeper;
    }
}
