namespace Cloze.Text;

/// <summary>Learns a tokenizer of either kind, for whoever lets a person choose.</summary>
internal static class VocabularyTraining
{
    /// <summary>Learns it.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="documents">The texts, gone through once.</param>
    /// <param name="size">How many pieces it gets; fewer where the text has no more.</param>
    /// <param name="options">How text is treated; byte pairs take all as it stands.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="ClozeException">
    /// The documents have no words, the size is too small, or a temporary file cannot be written.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Tokenizer Learn(
        VocabularyKind kind,
        IEnumerable<string> documents,
        int size,
        TokenizerOptions options,
        int threads,
        CancellationToken cancellation)
    {
        if (kind == VocabularyKind.BytePair)
        {
            var pairs = new BytePairTrainerOptions
            {
                VocabularySize = size,
                Threads = threads,
                ModelMaximumLength = options.ModelMaximumLength,
            };
            return BytePairTrainer.Train(documents, pairs, cancellation: cancellation);
        }

        var pieces = new WordPieceTrainerOptions { VocabularySize = size, Threads = threads, Tokenizer = options };
        return Tokenizer.Create(
            WordPieceTrainer.Train(documents, pieces, cancellation: cancellation), options);
    }
}
