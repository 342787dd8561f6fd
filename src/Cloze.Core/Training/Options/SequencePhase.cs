namespace Cloze.Training;

/// <summary>A part of a run with a longest sequence of its own.</summary>
/// <param name="Length">The longest sequence in tokens, special tokens included.</param>
/// <param name="Share">Its share of the budget, in (0, 1].</param>
public readonly record struct SequencePhase(int Length, double Share);
