namespace Cloze.Predictions;

/// <summary>A text whose hidden states become one vector, and the room for it.</summary>
/// <param name="ids">The ids, [T].</param>
/// <param name="types">The token types, [T].</param>
/// <param name="layer">0 for the embeddings, 1 to L for a layer.</param>
/// <param name="firstOnly">Whether the first token's state is taken, rather than the mean of all.</param>
internal sealed class EmbeddedSequence(
    ReadOnlyMemory<int> ids, ReadOnlyMemory<int> types, int layer, bool firstOnly)
    : BatchSequence(ids, types, [])
{
    /// <summary>The vector [H], once the sequence has been in a batch.</summary>
    public float[] Vector { get; private set; } = [];

    /// <inheritdoc/>
    public override int? Layer => layer;

    /// <inheritdoc/>
    public override void ReadHidden(ReadOnlySpan<float> states, int width) =>
        Vector = firstOnly ? states[..width].ToArray() : HiddenPooling.Mean(states, width);
}
