namespace Cloze.Evaluation;

/// <summary>How far an evaluation is.</summary>
/// <param name="Done">Tokens that were predicted.</param>
/// <param name="Total">Tokens to predict; 0 while the text is read.</param>
public readonly record struct EvaluationProgress(long Done, long Total);
