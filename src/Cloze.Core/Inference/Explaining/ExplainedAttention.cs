namespace Cloze.Inference;

/// <summary>How the tokens of a sentence look at each other in one layer.</summary>
/// <param name="Layer">The layer, from 1.</param>
/// <param name="Heads">
/// For each of the A heads the weights [T, T], row by row: row i says how much token i takes from each token, and sums
/// to 1.
/// </param>
public sealed record ExplainedAttention(int Layer, IReadOnlyList<IReadOnlyList<float>> Heads);
