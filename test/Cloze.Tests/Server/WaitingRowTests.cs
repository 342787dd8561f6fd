using Cloze.Server.Models;
using Cloze.Server.Requests;
using Xunit;

namespace Cloze.Tests.Server;

/// <summary>What a full row says of the time until it is served.</summary>
public class WaitingRowTests
{
    private readonly HandClock _clock = new();

    [Fact]
    public void TheWaitIsThatOfTheTextsWithinAtTheSpeedOfTheLastOnes()
    {
        WaitingRow row = Row();
        Serve(row, 30, seconds: 2);
        row.Enter(100);
        Assert.Equal(7, Refusal(row).RetryAfter);
    }

    [Fact]
    public void AnIdleHourDoesNotMakeTheSpeedLess()
    {
        WaitingRow row = Row();
        _clock.Seconds += 3600;
        Serve(row, 30, seconds: 2);
        _clock.Seconds += 3600;
        Serve(row, 30, seconds: 2);
        row.Enter(100);
        Assert.Equal(7, Refusal(row).RetryAfter);
    }

    [Fact]
    public void BeforeAnySpeedIsKnownTheWaitIsASecond()
    {
        WaitingRow row = Row();
        row.Enter(100);
        Assert.Equal(1, Refusal(row).RetryAfter);
    }

    private WaitingRow Row() => new("tiny", 100, _clock);

    private void Serve(WaitingRow row, int texts, int seconds)
    {
        row.Enter(texts);
        _clock.Seconds += seconds;
        row.Leave(texts);
    }

    private static RequestException Refusal(WaitingRow row)
    {
        var refusal = Assert.Throws<RequestException>(() => row.Enter(1));
        Assert.Equal("100 texts wait for the model tiny, expected at most 100.", refusal.Message);
        return refusal;
    }

    private sealed class HandClock : TimeProvider
    {
        public long Seconds { get; set; } = 5;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
