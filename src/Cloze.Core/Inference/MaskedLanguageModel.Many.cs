namespace Cloze.Inference;

/// <content>Many texts, and calls that wait without a thread.</content>
public sealed partial class MaskedLanguageModel
{
    /// <summary>Predicts every <c>[MASK]</c> of many texts, at the speed of full batches.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">How many predictions, and among which words.</param>
    /// <param name="cancellation">Ends the call between two batches.</param>
    /// <returns>What <see cref="FillMasks"/> gives for each, in their order.</returns>
    /// <exception cref="TextException">A text is refused, as having no mask.</exception>
    /// <exception cref="ClozeException">An option is outside its range, or the vocabulary has no target.</exception>
    /// <exception cref="ArgumentNullException">No texts are given, or one is missing.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public IReadOnlyList<FillResult> FillMany(
        IReadOnlyList<TextPair> texts, FillOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Engine.Many(Begin(options), texts, cancellation);
    }

    /// <inheritdoc cref="FillMany(IReadOnlyList{TextPair}, FillOptions?, CancellationToken)"/>
    public IReadOnlyList<FillResult> FillMany(
        IReadOnlyList<string> texts, FillOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        TextPair[] pairs = [.. texts];
        return FillMany(pairs, options, cancellation);
    }

    /// <summary>
    /// Predicts every <c>[MASK]</c> of a stream of texts, at the speed of full batches, in memory of two of them. What
    /// a source has given is computed, rather than waited with, when it is slow to give more.
    /// </summary>
    /// <returns>What <see cref="FillMasks"/> gives for each, in their order.</returns>
    /// <inheritdoc cref="FillMany(IReadOnlyList{TextPair}, FillOptions?, CancellationToken)"
    /// path="/param | /exception"/>
    public IAsyncEnumerable<FillResult> FillManyAsync(
        IAsyncEnumerable<TextPair> texts, FillOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Engine.Stream(Begin(options), texts, cancellation);
    }

    /// <inheritdoc cref="FillManyAsync(IAsyncEnumerable{TextPair}, FillOptions?, CancellationToken)"/>
    public IAsyncEnumerable<FillResult> FillManyAsync(
        IEnumerable<TextPair> texts, FillOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return FillManyAsync(texts.ToAsyncEnumerable(), options, cancellation);
    }

    /// <inheritdoc cref="FillManyAsync(IAsyncEnumerable{TextPair}, FillOptions?, CancellationToken)"/>
    public IAsyncEnumerable<FillResult> FillManyAsync(
        IAsyncEnumerable<string> texts, FillOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return FillManyAsync(texts.Select(text => new TextPair(text)), options, cancellation);
    }

    /// <inheritdoc cref="FillManyAsync(IAsyncEnumerable{TextPair}, FillOptions?, CancellationToken)"/>
    public IAsyncEnumerable<FillResult> FillManyAsync(
        IEnumerable<string> texts, FillOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return FillManyAsync(texts.ToAsyncEnumerable(), options, cancellation);
    }

    /// <summary>As <see cref="Fill(string, FillOptions?)"/>, on threads of the pool.</summary>
    /// <inheritdoc cref="FillMasks" path="/param | /exception"/>
    public async Task<IReadOnlyList<Prediction>> FillAsync(
        string text, FillOptions? options = null, CancellationToken cancellation = default)
    {
        MaskFilling filling = Begin(options);
        return filling.Single(await Engine.OneAsync(filling, text, cancellation).ConfigureAwait(false));
    }

    /// <summary>As <see cref="FillMasks"/>, on threads of the pool.</summary>
    /// <inheritdoc cref="FillMasks" path="/param | /exception"/>
    public Task<FillResult> FillMasksAsync(
        string text, string? pair = null, FillOptions? options = null, CancellationToken cancellation = default) =>
        Engine.OneAsync(Begin(options), new TextPair(text, pair), cancellation);
}
