using Cloze.Predictions;

namespace Cloze.Inference;

/// <summary>A text with masks, on its way to its answer.</summary>
/// <param name="filling">What is asked of it.</param>
/// <param name="sequence">Its ids and, later, what is predicted at its masks.</param>
/// <param name="places">Where each mask stands in the texts as they were given; null where that is not known.</param>
/// <param name="isPair">Whether there are two texts.</param>
/// <param name="tokensCut">Tokens that did not fit.</param>
internal sealed class FillWork(
    MaskFilling filling, MaskedSequence sequence, MaskPlace?[] places, bool isPair, int tokensCut)
    : TextWork<FillResult>
{
    private bool _begun;

    /// <summary>Its ids and, later, what is predicted at its masks.</summary>
    public MaskedSequence Sequence => sequence;

    /// <summary>Where each mask stands in the texts as they were given; null where that is not known.</summary>
    public MaskPlace?[] Places => places;

    /// <summary>Whether there are two texts.</summary>
    public bool IsPair => isPair;

    /// <summary>Tokens that did not fit.</summary>
    public int TokensCut => tokensCut;

    /// <inheritdoc/>
    public override int TokenCount => sequence.TokenCount;

    /// <inheritdoc/>
    public override IReadOnlyList<BatchSequence> NextRound()
    {
        if (_begun) return [];
        _begun = true;
        return [sequence];
    }

    /// <inheritdoc/>
    public override FillResult Answer() => filling.Answer(this);
}
