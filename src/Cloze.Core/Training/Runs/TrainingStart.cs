using Cloze.Evaluation;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>What a run is about to do.</summary>
/// <param name="Options">Every option, decided.</param>
/// <param name="Config">The model's sizes.</param>
/// <param name="Parameters">Number of weights.</param>
/// <param name="Corpus">What there is to train and evaluate on.</param>
/// <param name="Baseline">What word frequencies alone reach on the held-out part.</param>
/// <param name="Position">Where the run begins: zero, or where it was interrupted.</param>
/// <param name="Memory">The memory the run is expected to take.</param>
/// <param name="Backend">The machinery, for people.</param>
public sealed record TrainingStart(
    EffectiveOptions Options,
    EncoderConfig Config,
    long Parameters,
    CorpusSummary Corpus,
    EvaluationResult Baseline,
    RunPosition Position,
    TrainingMemory Memory,
    string Backend);
