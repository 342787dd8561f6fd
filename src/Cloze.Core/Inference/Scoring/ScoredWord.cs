namespace Cloze.Inference;

/// <summary>How likely a model holds one word of a text.</summary>
/// <param name="Text">The word as it stands there.</param>
/// <param name="Start">
/// Its first character in its own text, in UTF-16 units. White space round it is not of it, even where the tokenizer
/// counts that to its tokens; a word of white space alone is just that.
/// </param>
/// <param name="End">The character after its last.</param>
/// <param name="InPair">Whether it stands in the second text.</param>
/// <param name="LogProbability">The sum over its tokens, in nats; the negative of it is the word's surprise.</param>
/// <param name="Replacements">
/// What the model would rather have in its place, the likeliest first; empty unless
/// <see cref="ScoreOptions.Replacements"/> asks for it. The probabilities are those of a single mask there.
/// </param>
public sealed record ScoredWord(
    string Text, int Start, int End, bool InPair, double LogProbability, IReadOnlyList<Prediction> Replacements);
