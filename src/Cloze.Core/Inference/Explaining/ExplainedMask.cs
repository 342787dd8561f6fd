using Cloze.Masking;

namespace Cloze.Inference;

/// <summary>The prediction at one masked position.</summary>
public sealed record ExplainedMask
{
    /// <summary>Its place in the sentence.</summary>
    public required int Position { get; init; }

    /// <summary>What became of the word there.</summary>
    public required MaskKind Kind { get; init; }

    /// <summary>The most likely words, the argmax first.</summary>
    public required IReadOnlyList<ExplainedCandidate> Best { get; init; }

    /// <summary>ln of the sum of exp over all V logits.</summary>
    public required double LogSumExp { get; init; }

    /// <summary>The true word with its logit and probability; null where the text itself has the mask.</summary>
    public ExplainedCandidate? Truth { get; init; }

    /// <summary>How many words have a larger logit than the true one.</summary>
    public int? Rank { get; init; }

    /// <summary>-ln P(true word) = log-sum-exp - logit, in nats.</summary>
    public double? Loss { get; init; }
}
