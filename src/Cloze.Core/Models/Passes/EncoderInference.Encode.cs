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
        read?.Invoke(0, _activations.Hidden[0]);
        Run(batch, 0, layers, read);
    }

    /// <summary>
    /// Runs the encoder over a batch of which only some rows are asked for: they then are the first of
    /// <see cref="Hidden"/>, [M, H], the same to the last bit as <see cref="Encode(TokenBatch)"/> makes them. What
    /// follows the attention of the last layer is computed for them alone. Where few tokens differ in id, position and
    /// type, as those of one text's copies do that are masked at one place each, what precedes the attention of the
    /// first layer is computed once for all that are alike.
    /// </summary>
    /// <inheritdoc cref="Encode(TokenBatch)" path="/exception"/>
    public void EncodeRows(TokenBatch batch, ReadOnlySpan<int> rows)
    {
        int last = _model.Layers.Length - 1;
        if (last > 0 && _distinct.Find(batch)) EncodeRepeated(batch);
        else Encode(batch, Math.Min(last, 1), null);
        Run(batch, 1, last, null);
        Tensor[] hidden = _activations.Hidden;
        _model.Layers[last].ForwardRows(
            hidden[last],
            batch.Starts,
            rows,
            DropoutPlan.None,
            _activations.Layers[last],
            hidden[last + 1].RowRange(0, rows.Length));
    }

    private void Run(TokenBatch batch, int first, int end, Action<int, Tensor>? read)
    {
        Tensor[] hidden = _activations.Hidden;
        for (int layer = first; layer < end; layer++)
        {
            _model.Layers[layer].Forward(
                hidden[layer], batch.Starts, DropoutPlan.None, _activations.Layers[layer], hidden[layer + 1]);
            read?.Invoke(layer + 1, hidden[layer + 1]);
        }
    }

    private void Embed(TokenBatch batch)
    {
        Begin(batch);
        _model.Embeddings.Forward(
            new TokenRows(batch.Ids, batch.Positions, batch.Types),
            DropoutPlan.None,
            _activations.Embeddings,
            _activations.Hidden[0]);
    }

    // The first layer; its input's rows are those of a few tokens.
    private void EncodeRepeated(TokenBatch batch)
    {
        Begin(batch);
        EncoderLayer.Cache cache = _activations.Layers[0];
        int count = _distinct.Rows.Ids.Length;
        Tensor distinct = cache.Attention.Sum.RowRange(0, count);
        _model.Embeddings.Forward(
            _distinct.Rows, DropoutPlan.None, EmbeddingLayer.RowsOf(_activations.Embeddings, count), distinct);
        _model.Layers[0].ForwardRepeated(
            distinct, _distinct.Places, batch.Starts, cache, _activations.Hidden[0], _activations.Hidden[1]);
    }

    private void Begin(TokenBatch batch)
    {
        Check(batch);
        SequenceCount = batch.SequenceCount;
        batch.Starts.CopyTo(_starts);
        _activations.Cut(batch.TokenCount, _memory);
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
