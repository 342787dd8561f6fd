namespace Cloze.Inference;

/// <summary>What to return for a masked position.</summary>
public sealed record FillOptions
{
    /// <summary>How many predictions, the most likely first. Default 5.</summary>
    public int TopK { get; init; } = 5;

    /// <summary>The words to choose among, each one piece of the vocabulary; null for the whole vocabulary.</summary>
    public IReadOnlyList<string>? Targets { get; init; }
}
