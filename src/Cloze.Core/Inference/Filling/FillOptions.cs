namespace Cloze.Inference;

/// <summary>What to return for a masked position.</summary>
public sealed record FillOptions
{
    /// <summary>How many predictions, the most likely first. Default 5.</summary>
    public int TopK { get; init; } = 5;

    /// <summary>
    /// The words to choose among; null for the whole vocabulary. Each is a piece of it, or read as text would be, in
    /// lower case by an uncased tokenizer. One of several pieces is left out; <see cref="FillResult.Notes"/> says so.
    /// </summary>
    public IReadOnlyList<string>? Targets { get; init; }
}
