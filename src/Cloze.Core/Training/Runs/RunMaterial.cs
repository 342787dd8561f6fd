using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Training;

/// <summary>Everything a run works with, however it came about; owns it.</summary>
internal sealed class RunMaterial : IDisposable
{
    public required EffectiveOptions Options { get; init; }

    public required Tokenizer Tokenizer { get; init; }

    public required PieceTable Pieces { get; init; }

    public required ISequenceSource Training { get; init; }

    public required ISequenceSource HeldOut { get; init; }

    /// <summary>The corpus as sentences; null where the objective has no pairs.</summary>
    public CorpusSentences? Sentences { get; init; }

    public required CorpusSummary Corpus { get; init; }

    public required EvaluationResult Baseline { get; init; }

    public required EncoderModel Model { get; init; }

    /// <summary>The checkpoints of an earlier session, the newest first; empty where the run is new.</summary>
    public IReadOnlyList<CheckpointState> Standing { get; init; } = [];

    /// <summary>Where an earlier session of the run stood; null where the run is new.</summary>
    public CheckpointState? Resumed => Standing.Count > 0 ? Standing[0] : null;

    /// <summary>The right to write the output folder; null where the run is finished and nothing is written.</summary>
    public OutputClaim? Claim { get; init; }

    /// <summary>Whether the run is resumed and has become longer than it was.</summary>
    public bool IsExtended => Resumed is { } state && Options.Budget != state.Options.Budget;

    /// <summary>How long the run trains, a budget in epochs over its corpus.</summary>
    public Budget Budget => Options.Budget.Over(Corpus.TrainingTokens);

    /// <summary>The training batches, from the beginning or from where the run stood.</summary>
    /// <exception cref="ClozeException">The store is of another vocabulary, or shorter than it was.</exception>
    public ITrainingBatches OpenBatches() =>
        OpenBatches(Resumed?.NextBatch ?? default);

    /// <summary>The training batches from any position.</summary>
    /// <exception cref="ClozeException">The store is of another vocabulary, or shorter than the position.</exception>
    public ITrainingBatches OpenBatches(BatchPosition start) => Options.Recipe.Phases is { } phases
        ? new PhasedBatches((phase, from) => OpenBatches(phases.All[phase].Length, from), phases.All.Count, start)
        : OpenBatches(Options.Recipe.SequenceLength, start);

    /// <summary>The memory that training is expected to take; none is taken for it yet.</summary>
    /// <exception cref="ClozeException">A batch has no room for the longest sequence.</exception>
    public TrainingMemory ExpectMemory() => TrainingMemory.Expect(
        Model, OpenBatches().CreateBatch(Options.Recipe.BatchTokens), Options);

    private ITrainingBatches OpenBatches(int length, BatchPosition start)
    {
        if (Sentences is { } sentences)
        {
            PairOptions pairs = Options.Pairs! with { SequenceLength = length };
            return new PairBatches(sentences.Training, pairs, Options.Masking, Options.Seed, start);
        }

        ISequenceSource source = length < Training.SequenceLength ? new CutSequences(Training, length) : Training;
        return new TrainingBatches(source, Pieces, Options.Masking, Options.Seed, start);
    }

    public void Dispose()
    {
        Training.Dispose();
        HeldOut.Dispose();
        Sentences?.Dispose();
        Model.Dispose();
        Claim?.Dispose();
    }
}
