namespace Cloze.Inference;

/// <summary>What the next-sentence head says of a pair.</summary>
public sealed record ExplainedNextSentence
{
    /// <summary>tanh of the pooler's linear layer on the first token, [H].</summary>
    public required ExplainedVector Pooled { get; init; }

    /// <summary>The two logits, of "the second text follows" and of "it is random".</summary>
    public required IReadOnlyList<float> Logits { get; init; }

    /// <summary>
    /// Their softmax: the probability that the second text follows, and that it is random; of a model that learned the
    /// order that the texts stand in it, and that they were swapped.
    /// </summary>
    public required IReadOnlyList<double> Probabilities { get; init; }
}
