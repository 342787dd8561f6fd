using Cloze.Compute;

namespace Cloze.Models;

/// <content>The encoder, layer by layer.</content>
internal sealed partial class EncoderInference
{
    /// <summary>Runs the encoder over a batch; the results stay here until the next one.</summary>
    /// <exception cref="ClozeException">An index is outside the model.</exception>
    /// <exception cref="ArgumentException">The batch is empty or larger than the capacity.</exception>
    public void Encode(TokenBatch batch) => Encode(batch, _model.Layers.Length, null);

    /// <summary>Runs the first layers of the encoder over a batch and shows what each gives.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="layers">How many layers; what they give is then in <see cref="Hidden"/> where that is all.</param>
    /// <param name="read">
    /// Is shown the hidden states after the embeddings (0) and after each layer (1 to L), [T, H], which are dead when
    /// it returns.
    /// </param>
    /// <inheritdoc cref="Encode(TokenBatch)" path="/exception"/>
    public void Encode(TokenBatch batch, int layers, Action<int, Tensor>? read)
    {
        Embed(batch);
        Tensor[] hidden = _activations.Hidden;
        read?.Invoke(0, hidden[0]);
        for (int layer = 0; layer < layers; layer++)
        {
            _model.Layers[layer].Forward(
                hidden[layer], batch.Starts, DropoutPlan.None, _activations.Layers[layer], hidden[layer + 1]);
            read?.Invoke(layer + 1, hidden[layer + 1]);
        }
    }

    /// <summary>
    /// Runs the encoder over a batch of which only some rows are asked for: they then are the first of
    /// <see cref="Hidden"/>, [M, H], the same to the last bit as <see cref="Encode(TokenBatch)"/> makes them. What
    /// follows the attention of the last layer is computed for them alone.
    /// </summary>
    /// <inheritdoc cref="Encode(TokenBatch)" path="/exception"/>
    public void EncodeRows(TokenBatch batch, ReadOnlySpan<int> rows)
    {
        int last = _model.Layers.Length - 1;
        Encode(batch, last, null);
        Tensor[] hidden = _activations.Hidden;
        _model.Layers[last].ForwardRows(
            hidden[last],
            batch.Starts,
            rows,
            DropoutPlan.None,
            _activations.Layers[last],
            hidden[last + 1].RowRange(0, rows.Length));
    }

    private void Embed(TokenBatch batch)
    {
        Check(batch);
        SequenceCount = batch.SequenceCount;
        batch.Starts.CopyTo(_starts);
        _activations.Cut(batch.TokenCount, _memory);
        _model.Embeddings.Forward(
            new TokenRows(batch.Ids, batch.Positions, batch.Types),
            DropoutPlan.None,
            _activations.Embeddings,
            _activations.Hidden[0]);
    }

    private void Check(TokenBatch batch)
    {
        if (batch.TokenCount == 0) throw new ArgumentException("The batch is empty.");
        if (batch.TokenCount > TokenCapacity || batch.SequenceCount > SequenceCapacity)
        {
            throw new ArgumentException(
                $"The batch has {batch.TokenCount} tokens and {batch.SequenceCount} sequences; there is room for "
                + $"{TokenCapacity} and {SequenceCapacity}.");
        }

        batch.Validate(_model.Config);
    }
}
