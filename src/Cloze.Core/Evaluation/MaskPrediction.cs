namespace Cloze.Evaluation;

/// <summary>One guess for a masked word.</summary>
/// <param name="Word">The piece.</param>
/// <param name="Probability">Its probability, in [0, 1].</param>
public sealed record MaskPrediction(string Word, float Probability);
