namespace Cloze.Tests.Training;

/// <summary>A clock that moves on by a second whenever it is looked at.</summary>
internal sealed class TickingClock : TimeProvider
{
    private long _seconds;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => ++_seconds;
}
