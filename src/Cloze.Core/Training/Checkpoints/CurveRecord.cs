using Cloze.Evaluation;

namespace Cloze.Training;

/// <summary>
/// What <c>training/curve.json</c> holds, for people and pages: the run's options without its paths, and its course.
/// Nothing depends on it: where it is damaged, a run goes on and its curves begin anew.
/// </summary>
internal sealed record CurveRecord
{
    /// <summary>The run's options, every value decided, without the names of files and folders.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>How far the run has come.</summary>
    public RunPosition Position { get; init; }

    /// <summary>What the corpus amounts to, without examples of its near-duplicates.</summary>
    public required CorpusSummary Corpus { get; init; }

    /// <summary>What word frequencies alone reach on the held-out part.</summary>
    public required EvaluationResult Baseline { get; init; }

    /// <summary>How many steps a point stands for.</summary>
    public required int Stride { get; init; }

    /// <summary>The points.</summary>
    public required IReadOnlyList<CurvePoint> Steps { get; init; }

    /// <summary>The evaluations.</summary>
    public required IReadOnlyList<CurveTest> Evaluations { get; init; }

    /// <summary>A run's record where it stands.</summary>
    public static CurveRecord Of(CheckpointState state, TrainingCurve curve) => new()
    {
        Options = state.Options.WithoutPaths(),
        Position = state.Position,
        Corpus = state.Corpus.WithoutText(),
        Baseline = state.Baseline,
        Stride = curve.Stride,
        Steps = curve.Points,
        Evaluations = curve.Tests,
    };
}
