namespace Cloze.Evaluation;

/// <summary>Two sentences that differ in one thing, of which one is right.</summary>
/// <param name="Good">The sentence that is right.</param>
/// <param name="Bad">The sentence that is wrong.</param>
public sealed record MinimalPair(string Good, string Bad);
