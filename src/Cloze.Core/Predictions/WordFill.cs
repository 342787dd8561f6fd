namespace Cloze.Predictions;

/// <summary>What may stand in the place of one or several masks.</summary>
/// <param name="Ids">The pieces, one for each mask.</param>
/// <param name="LogProbability">ln of their probability together, in nats.</param>
internal readonly record struct WordFill(int[] Ids, double LogProbability);
