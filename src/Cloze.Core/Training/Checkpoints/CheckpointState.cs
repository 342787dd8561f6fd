using System.Text.Json.Serialization;
using Cloze.Data;
using Cloze.Evaluation;

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
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The run's options, every value decided.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>How far the run has come.</summary>
    public RunPosition Position { get; init; }

    /// <summary>The loss averaged over the last steps.</summary>
    public double SmoothedLoss { get; init; }

    /// <summary>The second task over the last steps; null where the objective has none.</summary>
    public NextSentenceReport? NextSentence { get; init; }

    /// <summary>Passes over the corpus done.</summary>
    public uint Epoch { get; init; }

    /// <summary>Turns of the running pass that have come.</summary>
    public long Place { get; init; }

    /// <summary>Turns among those that have come and are in no batch yet, oldest first.</summary>
    public IReadOnlyList<SequenceTurn> Waiting { get; init; } = [];

    /// <summary>The phase of the run, by the length of its sequences.</summary>
    public int Phase { get; init; }

    /// <summary>Where the next batch begins.</summary>
    /// <exception cref="ClozeException">More turns wait than can.</exception>
    [JsonIgnore]
    public BatchPosition NextBatch => Waiting.Count <= WaitingTurns.Most
        ? new(Epoch, Place, WaitingTurns.Of(Waiting), Phase)
        : throw new ClozeException(
            $"The state has {Waiting.Count} sequences that wait, expected at most {WaitingTurns.Most}.",
            "The checkpoint is damaged; start the run again with `force`.");

    /// <summary>What the corpus amounts to.</summary>
    public required CorpusSummary Corpus { get; init; }

    /// <summary>What word frequencies alone reach on the held-out part.</summary>
    public required EvaluationResult Baseline { get; init; }

    /// <summary>The sequences trained on.</summary>
    public required StoredTokens Training { get; init; }

    /// <summary>The sequences held out.</summary>
    public required StoredTokens HeldOut { get; init; }

    /// <summary>Both as sentences; null where the objective has no pairs.</summary>
    public StoredSentences? Sentences { get; init; }

    /// <summary>What held-out losses were heard; null where the run has none yet.</summary>
    public StoppingState? Stopping { get; init; }

    /// <summary>File of the weights and the optimizer's moments, beside this one.</summary>
    public string Tensors { get; init; } = "";

    /// <summary>Whether a file beside this one belongs to the checkpoint.</summary>
    public bool Has(string file) => file == Tensors
        || file == Training.File
        || file == HeldOut.File
        || file == Sentences?.Training.File
        || file == Sentences?.HeldOut.File;

    /// <summary>SHA-256 of that file; null in the checkpoint of an older version.</summary>
    public string? TensorsHash { get; init; }

    /// <summary>What is known of the last losses; null in the checkpoint of an older version.</summary>
    public GuardState? Guard { get; init; }

    /// <summary>See <see cref="StateFile"/>: the last value of the file. Null in that of an older version.</summary>
    [JsonPropertyOrder(int.MaxValue)]
    public string? Checksum { get; init; }

    /// <summary>Whether nothing of a budget is left.</summary>
    public bool IsSpent(Budget budget) => budget.Over(Corpus.TrainingTokens).IsSpent(Position);

    /// <summary>Whether a run with these options ends here: its budget is spent, or it was stopped early.</summary>
    public bool IsOver(EffectiveOptions options) =>
        IsSpent(options.Budget) || Stopping?.IsOver(options.Options.Patience) == true;
}
