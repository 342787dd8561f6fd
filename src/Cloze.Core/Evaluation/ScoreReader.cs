namespace Cloze.Evaluation;

/// <summary>Takes the scores of a batch's masked tokens, in the set's order.</summary>
/// <param name="losses">Their cross entropies, in nats, [M].</param>
/// <param name="ranks">How many pieces were held likelier than the true one, [M].</param>
internal delegate void ScoreReader(ReadOnlySpan<float> losses, ReadOnlySpan<int> ranks);
