namespace Cloze.Training;

/// <summary>
/// Where a run stands, as <c>training/state.json</c> has it. The other files of a checkpoint are named in it, so that
/// replacing this one file moves from one checkpoint to the next at once.
/// </summary>
internal sealed record CheckpointState
{
    /// <summary>The layout this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The layout of the checkpoint.</summary>
    public required int Format { get; init; }

    /// <summary>The run's options, every value decided.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>Optimizer steps done.</summary>
    public required int Step { get; init; }

    /// <summary>Tokens read.</summary>
    public required long Tokens { get; init; }

    /// <summary>Training time over all sessions of the run.</summary>
    public required double Seconds { get; init; }

    /// <summary>The loss averaged over the last steps.</summary>
    public required double SmoothedLoss { get; init; }

    /// <summary>The pass over the corpus that the next sequence belongs to.</summary>
    public required int Epoch { get; init; }

    /// <summary>How many sequences of the pass were read.</summary>
    public required int SequencesRead { get; init; }

    /// <summary>What the corpus amounts to.</summary>
    public required CorpusSummary Corpus { get; init; }

    /// <summary>File of the weights and the optimizer's moments, beside this one.</summary>
    public required string Tensors { get; init; }

    /// <summary>File of the sequences trained on, beside this one.</summary>
    public required string TrainingTokens { get; init; }

    /// <summary>File of the sequences held out, beside this one.</summary>
    public required string HeldOutTokens { get; init; }
}
