namespace Cloze.Predictions;

/// <summary>A sequence with rows to be predicted, and the room for their predictions.</summary>
/// <param name="ids">The ids, masks in place, [T].</param>
/// <param name="types">The token types, [T].</param>
/// <param name="positions">The masked positions, rising, [M].</param>
/// <param name="among">What to choose from, and how many.</param>
internal sealed class MaskedSequence(
    ReadOnlyMemory<int> ids, ReadOnlyMemory<int> types, int[] positions, Choice among)
{
    /// <summary>The ids, masks in place, [T].</summary>
    public ReadOnlySpan<int> Ids => ids.Span;

    /// <summary>The token types, [T].</summary>
    public ReadOnlySpan<int> Types => types.Span;

    /// <summary>T, the number of tokens.</summary>
    public int TokenCount => ids.Length;

    /// <summary>The masked positions, [M].</summary>
    public int[] Positions { get; } = positions;

    /// <summary>What is predicted at each, [M], once the sequence has been in a batch.</summary>
    public RowPrediction[] Predictions { get; } = new RowPrediction[positions.Length];

    /// <summary>Keeps what is asked of a row's logits [V].</summary>
    public void Reduce(int mask, ReadOnlySpan<float> logits) =>
        Predictions[mask] = RowPrediction.Of(logits, among);
}
