namespace Cloze.Measurement;

/// <summary>How often a measurement is repeated: at least so often and so long, and never more than the most.</summary>
internal sealed record RepeatOptions
{
    /// <summary>Runs before the first that counts, in which code is compiled and memory first touched.</summary>
    public int WarmUps { get; init; } = 2;

    /// <summary>Seconds of such runs, for code that the runtime compiles again once it has run a while.</summary>
    public double WarmUpSeconds { get; init; } = 0.2;

    /// <summary>The fewest runs that count.</summary>
    public int Fewest { get; init; } = 5;

    /// <summary>The most runs that count.</summary>
    public int Most { get; init; } = 1000;

    /// <summary>Seconds of runs that count.</summary>
    public double Seconds { get; init; } = 1;

    /// <summary>
    /// Whether one run is enough where it takes longer than <see cref="Seconds"/>; the fewest are made otherwise.
    /// </summary>
    public bool OneIsEnough { get; init; }

    /// <summary>The options for what took so long the first time, which was its warm-up where that was long.</summary>
    public RepeatOptions For(TimeSpan first) => OneIsEnough && first.TotalSeconds > Seconds
        ? this with { WarmUps = 0, WarmUpSeconds = 0, Fewest = 1 }
        : this;
}
