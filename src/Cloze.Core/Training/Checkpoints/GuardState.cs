namespace Cloze.Training;

/// <summary>What a <see cref="LossGuard"/> remembers, as a checkpoint has it.</summary>
internal sealed record GuardState
{
    /// <summary>The losses of the last steps that were applied, the oldest first, in nats.</summary>
    public IReadOnlyList<double> Losses { get; init; } = [];

    /// <summary>Steps in a row, the last one among them, that were not applied.</summary>
    public int InARow { get; init; }

    /// <summary>What the schedule's learning rate is multiplied by; a half after the run went back once.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>How often the run went back to a checkpoint.</summary>
    public int Returns { get; init; }
}
