namespace Cloze.Benchmarks;

/// <summary>The time that may go into one row of the report: when it is over, nothing more is repeated.</summary>
internal sealed class RowTime(TimeProvider clock, TimeSpan limit)
{
    private readonly long _start = clock.GetTimestamp();

    /// <summary>How long it is.</summary>
    public TimeSpan Limit => limit;

    /// <summary>Whether it is over.</summary>
    public bool IsOver => clock.GetElapsedTime(_start) >= limit;
}
