namespace Cloze.Predictions;

/// <summary>Which words of a row of logits may be proposed, and how many.</summary>
/// <param name="Pieces">
/// How many pieces the vocabulary has. A model may have more rows than that; what has no piece is no word, whatever
/// its logit, but keeps its share of the probability.
/// </param>
/// <param name="Ids">The ids to choose from, each of a piece, or null for all pieces.</param>
/// <param name="Count">How many, the likeliest first; fewer where there are fewer.</param>
internal readonly record struct Choice(int Pieces, int[]? Ids, int Count);
