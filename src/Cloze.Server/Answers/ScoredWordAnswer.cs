using Cloze.Inference;

namespace Cloze.Server.Answers;

/// <summary>How likely a model holds a word of a text.</summary>
/// <param name="Text">The word.</param>
/// <param name="Start">Its first character in its text, in UTF-16 units.</param>
/// <param name="End">The character after its last.</param>
/// <param name="InPair">Whether it stands in the second text.</param>
/// <param name="LogProbability">The sum over its tokens, in nats.</param>
/// <param name="Replacements">What the model would rather have there; null where that was not asked.</param>
internal sealed record ScoredWordAnswer(
    string Text, int Start, int End, bool InPair, double LogProbability, IReadOnlyList<FilledWord>? Replacements)
{
    /// <summary>The answer that tells a word's score.</summary>
    public static ScoredWordAnswer Of(ScoredWord word) => new(
        word.Text,
        word.Start,
        word.End,
        word.InPair,
        word.LogProbability,
        word.Replacements.Count > 0 ? FilledWord.Of(word.Replacements) : null);
}
