namespace Cloze.Text;

/// <summary>
/// Trains WordPiece vocabularies as Hugging Face's trainer does: byte-pair merges of the most frequent pair. The
/// vocabulary is a function of the documents alone, whatever their order and the number of threads;
/// see <c>docs/decisions/0003-training-a-vocabulary.md</c>.
/// </summary>
public static class WordPieceTrainer
{
    private const string Prefix = "##";

    /// <summary>
    /// Trains a vocabulary: the special tokens, the letters in the order of code points, those of them that occur
    /// inside words with <c>##</c>, then the merges in the order they were found.
    /// </summary>
    /// <param name="documents">The texts, gone through once; in bounded memory if they come so.</param>
    /// <param name="options">Sizes, limits and threads.</param>
    /// <param name="progress">Hears from time to time how far it has come, from any thread.</param>
    /// <param name="cancellation">Ends the training early.</param>
    /// <exception cref="ClozeException">
    /// The documents have no words, the size has no room for the letters, or a temporary file cannot be written.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit of the options is not positive.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public static Vocabulary Train(
        IEnumerable<string> documents,
        WordPieceTrainerOptions options,
        IProgress<WordPieceTrainerProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MinimumFrequency);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.AlphabetLimit);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.WordLimit);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Threads);
        using var table = new WordTable(options.WordLimit);
        long count = CountWords(documents, table, options, progress, cancellation);
        var statistics = WordStatistics.Of(table.Words(), options.WordLimit, options.AlphabetLimit);
        var merger = new PieceMerger(statistics, FirstPieces(statistics, options), Prefix);
        merger.MergeUpTo(options.VocabularySize, options.MinimumFrequency, count, progress, cancellation);
        return Vocabulary.Create(merger.Pieces, options.SpecialTokens);
    }

    /// <summary>Counts the words of documents on several threads; returns the number of documents.</summary>
    internal static long CountWords(
        IEnumerable<string> documents,
        WordTable table,
        WordPieceTrainerOptions options,
        IProgress<WordPieceTrainerProgress>? progress,
        CancellationToken cancellation) => WordCounting.Run(
            documents, () => new WordCounter(table, options.Tokenizer), options.Threads, progress, cancellation);

    /// <summary>What is said of documents without words.</summary>
    internal static ClozeException WithoutWords() => new(
        "There are no words to train a vocabulary on.", "Give documents that hold text.");

    private static List<string> FirstPieces(WordStatistics statistics, WordPieceTrainerOptions options)
    {
        if (statistics.Letters.Count == 0) throw WithoutWords();
        List<string> pieces =
        [
            .. options.SpecialTokens.All,
            .. statistics.Letters,
            .. statistics.InnerLetters.Select(letter => Prefix + letter),
        ];
        if (pieces.Count <= options.VocabularySize) return pieces;
        throw new ClozeException(
            $"A vocabulary of {options.VocabularySize} pieces has no room for the {statistics.Letters.Count} letters "
            + $"of the text: with their ## forms and the {options.SpecialTokens.All.Count} special tokens they are "
            + $"{pieces.Count}.",
            $"Ask for at least {pieces.Count} pieces (`vocabulary_size`), better for a few thousand.");
    }
}
