namespace Cloze.Predictions;

/// <summary>A sequence with masks to be filled, and the room for their predictions.</summary>
/// <param name="ids">The ids, masks in place, [T].</param>
/// <param name="types">The token types, [T].</param>
/// <param name="positions">The masked positions, rising, [M].</param>
/// <param name="among">What to choose from at each, and how many, [M].</param>
internal sealed class MaskedSequence(
    ReadOnlyMemory<int> ids, ReadOnlyMemory<int> types, int[] positions, IReadOnlyList<Choice> among)
    : BatchSequence(ids, types, positions)
{
    /// <summary>A sequence whose masks are all filled from the same words.</summary>
    public MaskedSequence(ReadOnlyMemory<int> ids, ReadOnlyMemory<int> types, int[] positions, Choice among)
        : this(ids, types, positions, [.. Enumerable.Repeat(among, positions.Length)])
    {
    }

    /// <summary>What is predicted at each, [M], once the sequence has been in a batch.</summary>
    public RowPrediction[] Predictions { get; } = new RowPrediction[positions.Length];

    /// <inheritdoc/>
    public override void Reduce(int place, ReadOnlySpan<float> logits) =>
        Predictions[place] = RowPrediction.Of(logits, among[place]);
}
