using Cloze.Predictions;

namespace Cloze.Inference;

/// <summary>A text that is embedded.</summary>
/// <param name="sequence">Its ids and, later, its vector.</param>
/// <param name="normalize">Whether the vector is divided by its length.</param>
/// <param name="tokensCut">Tokens that did not fit.</param>
internal sealed class EmbedWork(EmbeddedSequence sequence, bool normalize, int tokensCut) : TextWork<TextEmbedding>
{
    private bool _begun;

    /// <inheritdoc/>
    public override string Operation => "embed";

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
    public override TextEmbedding Answer()
    {
        if (normalize) HiddenPooling.Normalize(sequence.Vector);
        return new TextEmbedding(sequence.Vector, sequence.TokenCount, tokensCut);
    }
}
