using Cloze.Compute;
using Cloze.Evaluation;

namespace Cloze.Training;

/// <summary>How a run ended.</summary>
public sealed record TrainingResult
{
    /// <summary>The model folder.</summary>
    public required string Model { get; init; }

    /// <summary>Where the run stands.</summary>
    public required RunPosition Position { get; init; }

    /// <summary>Real tokens a second over the whole training time.</summary>
    public double TokensPerSecond => Position.Seconds > 0 ? Position.Tokens / Position.Seconds : 0;

    /// <summary>Whether the run was interrupted; its state is saved, <c>resume</c> goes on.</summary>
    public required bool IsInterrupted { get; init; }

    /// <summary>Whether the run was finished before, so that nothing was trained or written.</summary>
    public bool WasFinished { get; init; }

    /// <summary>How often the corpus was read, the running pass in parts.</summary>
    public double Epochs { get; init; }

    /// <summary>Tokens of the session's batches, as a share of those they had room for; 0 without one.</summary>
    public double BatchFill { get; init; }

    /// <summary>Whether the run ended before its budget, as its held-out loss no longer fell.</summary>
    public bool IsStoppedEarly { get; init; }

    /// <summary>The averaged weights beside the last ones; null where there are none, or when interrupted.</summary>
    public AverageReport? Average { get; init; }

    /// <summary>A model of the run that was better than the one at its end; null where the end is the best.</summary>
    public BestModelReport? Best { get; init; }

    /// <summary>The evaluation on everything held out; null when interrupted.</summary>
    public EvaluationResult? Evaluation { get; init; }

    /// <summary>What word frequencies alone reach there.</summary>
    public required EvaluationResult Baseline { get; init; }

    /// <summary>Masks filled in held-out sentences; empty when interrupted.</summary>
    public IReadOnlyList<FilledMask> Examples { get; init; } = [];

    /// <summary>The time of each operation in training, where it was asked for.</summary>
    public IReadOnlyList<OperationProfile> Profile { get; init; } = [];
}
