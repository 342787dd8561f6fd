namespace Cloze.Predictions;

/// <summary>A sequence for a packed batch, and the room for what is read of it.</summary>
/// <param name="ids">The ids of the text, [T].</param>
/// <param name="types">The token types, [T].</param>
/// <param name="positions">Where words are to be predicted, rising, [M].</param>
internal abstract class BatchSequence(ReadOnlyMemory<int> ids, ReadOnlyMemory<int> types, int[] positions)
{
    /// <summary>The ids of the text, [T]; see <see cref="WriteInput"/> for what the model sees.</summary>
    public ReadOnlySpan<int> Ids => ids.Span;

    /// <summary>The token types, [T].</summary>
    public ReadOnlySpan<int> Types => types.Span;

    /// <summary>T, the number of tokens.</summary>
    public int TokenCount => ids.Length;

    /// <summary>Where words are to be predicted, [M].</summary>
    public int[] Positions { get; } = positions;

    /// <summary>
    /// Whose hidden states are read: 0 for the embeddings, 1 to L for a layer; null where none are.
    /// </summary>
    public virtual int? Layer => null;

    /// <summary>
    /// The word at its only position whose probability is all that is read; null where logits are, or none.
    /// </summary>
    public virtual int? Label => null;

    /// <summary>Writes the ids as the model sees them, masks in place, [T].</summary>
    public virtual void WriteInput(Span<int> destination) => Ids.CopyTo(destination);

    /// <summary>Keeps what is asked of the logits [V] at a place of <see cref="Positions"/>.</summary>
    public virtual void Reduce(int place, ReadOnlySpan<float> logits)
    {
    }

    /// <summary>Keeps ln P of <see cref="Label"/>, among all V.</summary>
    public virtual void Score(double logProbability)
    {
    }

    /// <summary>Keeps what is asked of the hidden states of <see cref="Layer"/>.</summary>
    /// <param name="states">The states, row by row, [T, H].</param>
    /// <param name="width">H.</param>
    public virtual void ReadHidden(ReadOnlySpan<float> states, int width)
    {
    }
}
