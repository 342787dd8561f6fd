namespace Cloze.Inference;

/// <content>How likely texts are.</content>
public sealed partial class MaskedLanguageModel
{
    /// <summary>
    /// Tells how likely the model holds a text, each of its tokens and each of its words: the pseudo-log-likelihood
    /// (Salazar et al. 2020). A text of n tokens is n sequences of n tokens, in batches shared with all callers.
    /// </summary>
    /// <param name="text">The text, or two that belong together.</param>
    /// <param name="options">How it is scored.</param>
    /// <param name="cancellation">Takes the call out of the queue; a batch that runs is not cut short.</param>
    /// <exception cref="ClozeException">
    /// The text has no token to score, or the number of replacements is negative.
    /// </exception>
    /// <exception cref="ArgumentNullException">No text is given.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public TextScore Score(
        TextPair text, ScoreOptions? options = null, CancellationToken cancellation = default) =>
        Engine.One(Scoring(options), text, cancellation);

    /// <summary>As <see cref="Score"/>, on threads of the pool.</summary>
    /// <inheritdoc cref="Score" path="/param | /exception"/>
    public Task<TextScore> ScoreAsync(
        TextPair text, ScoreOptions? options = null, CancellationToken cancellation = default) =>
        Engine.OneAsync(Scoring(options), text, cancellation);

    /// <summary>Scores many texts, at the speed of full batches.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">How it is scored.</param>
    /// <param name="cancellation">Ends the call between two batches.</param>
    /// <returns>What <see cref="Score"/> gives for each, in their order.</returns>
    /// <exception cref="TextException">A text is refused.</exception>
    /// <exception cref="ClozeException">An option is outside its range.</exception>
    /// <exception cref="ArgumentNullException">No texts are given, or one is missing.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public IReadOnlyList<TextScore> ScoreMany(
        IReadOnlyList<TextPair> texts, ScoreOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Engine.Many(Scoring(options), texts, cancellation);
    }

    /// <inheritdoc cref="ScoreMany(IReadOnlyList{TextPair}, ScoreOptions?, CancellationToken)"/>
    public IReadOnlyList<TextScore> ScoreMany(
        IReadOnlyList<string> texts, ScoreOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        TextPair[] pairs = [.. texts];
        return ScoreMany(pairs, options, cancellation);
    }

    /// <summary>
    /// Scores a stream of texts, at the speed of full batches, in memory of two of them. What a source has given
    /// is computed, rather than waited with, when it is slow to give more.
    /// </summary>
    /// <inheritdoc cref="ScoreMany(IReadOnlyList{TextPair}, ScoreOptions?, CancellationToken)"
    /// path="/param | /returns | /exception"/>
    public IAsyncEnumerable<TextScore> ScoreManyAsync(
        IAsyncEnumerable<TextPair> texts, ScoreOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Engine.Stream(Scoring(options), texts, cancellation);
    }

    /// <inheritdoc cref="ScoreManyAsync(IAsyncEnumerable{TextPair}, ScoreOptions?, CancellationToken)"/>
    public IAsyncEnumerable<TextScore> ScoreManyAsync(
        IEnumerable<TextPair> texts, ScoreOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return ScoreManyAsync(texts.ToAsyncEnumerable(), options, cancellation);
    }

    /// <inheritdoc cref="ScoreManyAsync(IAsyncEnumerable{TextPair}, ScoreOptions?, CancellationToken)"/>
    public IAsyncEnumerable<TextScore> ScoreManyAsync(
        IAsyncEnumerable<string> texts, ScoreOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return ScoreManyAsync(texts.Select(text => new TextPair(text)), options, cancellation);
    }

    /// <inheritdoc cref="ScoreManyAsync(IAsyncEnumerable{TextPair}, ScoreOptions?, CancellationToken)"/>
    public IAsyncEnumerable<TextScore> ScoreManyAsync(
        IEnumerable<string> texts, ScoreOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return ScoreManyAsync(texts.ToAsyncEnumerable(), options, cancellation);
    }

    private TextScoring Scoring(ScoreOptions? options)
    {
        Engine.ThrowIfClosed();
        return new TextScoring(Engine, options);
    }
}
