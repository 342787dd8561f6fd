namespace Cloze.Inference;

/// <summary>A text, or two that belong together.</summary>
/// <param name="Text">The text, or the first of a pair.</param>
/// <param name="Pair">The second text, or null.</param>
public readonly record struct TextPair(string Text, string? Pair = null)
{
    /// <summary>A text alone.</summary>
    public static implicit operator TextPair(string text) => new(text);
}
