namespace Cloze.Evaluation;

/// <summary>A held-out sentence with one word masked, and what the trained model puts there.</summary>
/// <param name="Text">The sentence, the tokenizer's mask in the word's place.</param>
/// <param name="Word">The true word.</param>
/// <param name="Predictions">The model's first words, the most probable first.</param>
public sealed record FilledMask(string Text, string Word, IReadOnlyList<MaskPrediction> Predictions);
