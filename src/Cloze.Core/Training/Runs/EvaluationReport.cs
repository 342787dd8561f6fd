using Cloze.Evaluation;

namespace Cloze.Training;

/// <summary>An evaluation in the course of a run.</summary>
/// <param name="Position">Where the run stands.</param>
/// <param name="Result">What came out.</param>
/// <param name="IsFinal">
/// Whether everything held out was evaluated, after the last step; before that a fixed part of it is.
/// </param>
public sealed record EvaluationReport(RunPosition Position, EvaluationResult Result, bool IsFinal)
{
    /// <summary>
    /// The masked tokens by how often their piece occurs in the held-out text, the most frequent tenth first.
    /// </summary>
    public IReadOnlyList<EvaluationGroup> ByFrequency { get; init; } = [];

    /// <summary>Masks filled in held-out sentences, the same at every evaluation of a run.</summary>
    public IReadOnlyList<FilledMask> Examples { get; init; } = [];
}
