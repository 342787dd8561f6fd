using Cloze.Predictions;

namespace Cloze.Inference;

/// <summary>A text with masks, on its way to its answer.</summary>
/// <param name="filling">What is asked of it.</param>
/// <param name="sequence">Its ids and, later, what is predicted at its masks.</param>
/// <param name="candidates">For each mask the words of several pieces; empty where none are wanted.</param>
internal sealed class FillWork(
    MaskFilling filling, MaskedSequence sequence, IReadOnlyList<MaskCandidates> candidates) : TextWork<FillResult>
{
    private bool _begun;

    /// <summary>Its ids and, later, what is predicted at its masks.</summary>
    public MaskedSequence Sequence => sequence;

    /// <summary>For each mask the words of several pieces; empty where none are wanted.</summary>
    public IReadOnlyList<MaskCandidates> Candidates => candidates;

    /// <summary>Where each mask stands in the texts as they were given; null where that is not known.</summary>
    public required MaskPlace?[] Places { get; init; }

    /// <summary>Whether there are two texts.</summary>
    public required bool IsPair { get; init; }

    /// <summary>Tokens that did not fit.</summary>
    public required int TokensCut { get; init; }

    /// <summary>What was noticed, a sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <inheritdoc/>
    public override int TokenCount => sequence.TokenCount * (1 + candidates.Count);

    /// <inheritdoc/>
    public override IReadOnlyList<BatchSequence> NextRound()
    {
        bool first = !_begun;
        _begun = true;
        if (candidates.Count == 0) return first ? [sequence] : [];
        IEnumerable<BatchSequence> words = candidates.SelectMany(mask => mask.NextRound());
        return first ? [sequence, .. words] : [.. words];
    }

    /// <inheritdoc/>
    public override FillResult Answer() => filling.Answer(this);
}
