namespace Cloze.Inference;

/// <content>Vectors that stand for texts.</content>
public abstract partial class EmbeddingModel
{
    /// <summary>Makes a text a vector [H]: the hidden states of its tokens, pooled.</summary>
    /// <param name="text">The text, or two that belong together.</param>
    /// <param name="options">Which vector stands for it.</param>
    /// <param name="cancellation">Takes the call out of the queue; a batch that runs is not cut short.</param>
    /// <exception cref="ClozeException">
    /// The model has no such layer, or too few positions or token types for the text.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pooling.</exception>
    /// <exception cref="ArgumentNullException">No text is given.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public TextEmbedding Embed(
        TextPair text, EmbedOptions? options = null, CancellationToken cancellation = default) =>
        Engine.One(Embedding(options), text, cancellation);

    /// <summary>
    /// Makes a text a vector [H] in memory of the caller's, as a row of a table of vectors. The text is copied: what
    /// waits for a batch outlives the caller's span.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="vector">Where the vector goes, [H]; unchanged where the call fails.</param>
    /// <param name="options">Which vector stands for it.</param>
    /// <param name="cancellation">Takes the call out of the queue; a batch that runs is not cut short.</param>
    /// <returns>Tokens cut off because the text is longer than the model's positions; 0 for none.</returns>
    /// <exception cref="ArgumentException">The vector has another size than the model's hidden states.</exception>
    /// <inheritdoc cref="Embed" path="/exception"/>
    public int EmbedInto(
        ReadOnlySpan<char> text,
        Span<float> vector,
        EmbedOptions? options = null,
        CancellationToken cancellation = default)
    {
        if (vector.Length != Config.HiddenSize)
        {
            throw new ArgumentException(
                $"The vector has room for {vector.Length} values, expected {Config.HiddenSize}.", nameof(vector));
        }

        TextEmbedding embedding = Embed(text.ToString(), options, cancellation);
        embedding.Values.Span.CopyTo(vector);
        return embedding.TokensCut;
    }

    /// <summary>As <see cref="Embed"/>, on threads of the pool.</summary>
    /// <inheritdoc cref="Embed" path="/param | /exception"/>
    public Task<TextEmbedding> EmbedAsync(
        TextPair text, EmbedOptions? options = null, CancellationToken cancellation = default) =>
        Engine.OneAsync(Embedding(options), text, cancellation);

    /// <summary>Embeds many texts, at the speed of full batches.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">Which vector stands for it.</param>
    /// <param name="cancellation">Ends the call between two batches.</param>
    /// <returns>What <see cref="Embed"/> gives for each, in their order.</returns>
    /// <exception cref="TextException">A text is refused.</exception>
    /// <exception cref="ClozeException">An option is outside its range.</exception>
    /// <exception cref="ArgumentNullException">No texts are given, or one is missing.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public IReadOnlyList<TextEmbedding> EmbedMany(
        IReadOnlyList<TextPair> texts, EmbedOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Engine.Many(Embedding(options), texts, cancellation);
    }

    /// <inheritdoc cref="EmbedMany(IReadOnlyList{TextPair}, EmbedOptions?, CancellationToken)"/>
    public IReadOnlyList<TextEmbedding> EmbedMany(
        IReadOnlyList<string> texts, EmbedOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        TextPair[] pairs = [.. texts];
        return EmbedMany(pairs, options, cancellation);
    }

    /// <summary>
    /// Embeds a stream of texts, at the speed of full batches, in memory of two of them. What a source has given
    /// is computed, rather than waited with, when it is slow to give more.
    /// </summary>
    /// <inheritdoc cref="EmbedMany(IReadOnlyList{TextPair}, EmbedOptions?, CancellationToken)"
    /// path="/param | /returns | /exception"/>
    public IAsyncEnumerable<TextEmbedding> EmbedManyAsync(
        IAsyncEnumerable<TextPair> texts, EmbedOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Engine.Stream(Embedding(options), texts, cancellation);
    }

    /// <inheritdoc cref="EmbedManyAsync(IAsyncEnumerable{TextPair}, EmbedOptions?, CancellationToken)"/>
    public IAsyncEnumerable<TextEmbedding> EmbedManyAsync(
        IEnumerable<TextPair> texts, EmbedOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return EmbedManyAsync(texts.ToAsyncEnumerable(), options, cancellation);
    }

    /// <inheritdoc cref="EmbedManyAsync(IAsyncEnumerable{TextPair}, EmbedOptions?, CancellationToken)"/>
    public IAsyncEnumerable<TextEmbedding> EmbedManyAsync(
        IAsyncEnumerable<string> texts, EmbedOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return EmbedManyAsync(texts.Select(text => new TextPair(text)), options, cancellation);
    }

    /// <inheritdoc cref="EmbedManyAsync(IAsyncEnumerable{TextPair}, EmbedOptions?, CancellationToken)"/>
    public IAsyncEnumerable<TextEmbedding> EmbedManyAsync(
        IEnumerable<string> texts, EmbedOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return EmbedManyAsync(texts.ToAsyncEnumerable(), options, cancellation);
    }

    private TextEmbeddingTask Embedding(EmbedOptions? options)
    {
        Engine.ThrowIfClosed();
        return new TextEmbeddingTask(Engine, options);
    }
}
