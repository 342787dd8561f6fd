namespace Cloze.Benchmarks;

/// <summary>The time that may go into one row of the report: when it is over, nothing more is repeated.</summary>
internal sealed class RowTime
{
    private readonly TimeProvider _clock;
    private readonly long _start;

    private RowTime(TimeProvider clock, long start, TimeSpan limit) => (_clock, _start, Limit) = (clock, start, limit);

    /// <summary>How long it is.</summary>
    public TimeSpan Limit { get; }

    /// <summary>Whether it is over.</summary>
    public bool IsOver => _clock.GetElapsedTime(_start) >= Limit;

    /// <summary>Begins a row.</summary>
    public static RowTime Start(TimeProvider clock, TimeSpan limit) => new(clock, clock.GetTimestamp(), limit);

    /// <summary>The time up to the end of one of equal parts: no run takes what is another's.</summary>
    /// <param name="part">Number of the part, from 0.</param>
    /// <param name="count">Number of parts.</param>
    public RowTime UpTo(int part, int count) => new(_clock, _start, Limit * (part + 1) / count);
}
