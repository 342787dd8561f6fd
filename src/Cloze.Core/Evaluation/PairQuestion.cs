using Cloze.Data;

namespace Cloze.Evaluation;

/// <summary>What is asked of a model's second head, and how text becomes the pairs that it is asked of.</summary>
public sealed record PairQuestion
{
    /// <summary>What the head was trained to tell.</summary>
    public PairRule Rule { get; init; }

    /// <summary>What ends a sentence.</summary>
    public SentenceRule Sentences { get; init; }
}
