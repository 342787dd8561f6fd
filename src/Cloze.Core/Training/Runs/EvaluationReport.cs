using Cloze.Evaluation;

namespace Cloze.Training;

/// <summary>An evaluation in the course of a run.</summary>
/// <param name="Position">Where the run stands.</param>
/// <param name="Result">What came out.</param>
/// <param name="IsFinal">
/// Whether everything held out was evaluated, after the last step; before that a fixed part of it is.
/// </param>
public sealed record EvaluationReport(RunPosition Position, EvaluationResult Result, bool IsFinal);
