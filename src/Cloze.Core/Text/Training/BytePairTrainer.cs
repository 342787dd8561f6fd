namespace Cloze.Text;

/// <summary>
/// Trains byte-level byte-pair encodings with RoBERTa's steps: merges of the most frequent pair of pieces (Sennrich et
/// al. 2016) in GPT-2's words. The tokenizer is a function of the documents alone, whatever their order and the number
/// of threads; see <c>docs/decisions/0048-training-byte-pairs.md</c>.
/// </summary>
public static class BytePairTrainer
{
    /// <summary>
    /// Trains a tokenizer: the special tokens (<c>&lt;s></c>, <c>&lt;pad></c>, <c>&lt;/s></c>, <c>&lt;unk></c>,
    /// <c>&lt;mask></c>), the 256 bytes in the order of their characters, then the merges in the order they were found.
    /// </summary>
    /// <param name="documents">The texts, gone through once; in bounded memory if they come so.</param>
    /// <param name="options">Sizes, limits and threads.</param>
    /// <param name="progress">Hears from time to time how far it has come, from any thread.</param>
    /// <param name="cancellation">Ends the training early.</param>
    /// <exception cref="ClozeException">
    /// The documents have no words, the size has no room for the bytes, or a temporary file cannot be written.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit of the options is not positive.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public static Tokenizer Train(
        IEnumerable<string> documents,
        BytePairTrainerOptions options,
        IProgress<WordPieceTrainerProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MinimumFrequency);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.WordLimit);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Threads);
        List<string> first = FirstPieces(options);
        using var table = new WordTable(options.WordLimit);
        long count = WordCounting.Run(
            documents, () => new ByteWordCounter(table), options.Threads, progress, cancellation);
        var statistics = WordStatistics.Of(table.Words(), options.WordLimit, alphabetLimit: 256);
        if (statistics.Letters.Count == 0) throw WordPieceTrainer.WithoutWords();
        var merger = new PieceMerger(statistics, first, prefix: "");
        merger.MergeUpTo(options.VocabularySize, options.MinimumFrequency, count, progress, cancellation);
        return Create(merger, options);
    }

    /// <summary>
    /// Goes on with a byte-level tokenizer's merges on other text: its own words, written in its pieces, are merged as
    /// before. All ids stay; each merge is the last by then and gives the next id. See
    /// <c>docs/decisions/0067-going-on-with-byte-pairs.md</c>.
    /// </summary>
    /// <param name="tokenizer">The tokenizer: byte pairs without a prefix that write any byte.</param>
    /// <param name="documents">The texts, gone through once.</param>
    /// <param name="options">
    /// The size with the pieces there are, limits and threads; names and the longest input stay the tokenizer's.
    /// </param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The tokenizer with the pieces that it gains, which may be none.</returns>
    /// <exception cref="ClozeException">
    /// The vocabulary becomes too large, or a temporary file cannot be written.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal static Tokenizer Continue(
        Tokenizer tokenizer,
        IEnumerable<string> documents,
        BytePairTrainerOptions options,
        CancellationToken cancellation = default)
    {
        TokenizerDefinition before = tokenizer.Definition;
        using var table = new WordTable(options.WordLimit);
        long count = WordCounting.Run(
            documents, () => new PieceWordCounter(tokenizer, table), options.Threads, progress: null, cancellation);
        var statistics = WordStatistics.Of(table.Words(), options.WordLimit, alphabetLimit: 256);
        var spelling = new PieceSpelling(before);
        var merger = new PieceMerger(
            statistics.Words.Select(word => (spelling.Ids(word.Word), word.Count)), before.Vocabulary.Pieces);
        merger.MergeUpTo(options.VocabularySize, options.MinimumFrequency, count, progress: null, cancellation);
        var pairs = (BytePairDefinition)before.Model;
        return new Tokenizer(TokenizerExtension.Extend(
            before with { Model = pairs with { Merges = [.. pairs.Merges, .. merger.Merges] } },
            [.. merger.Pieces.Skip(before.Vocabulary.Count)]));
    }

    private static List<string> FirstPieces(BytePairTrainerOptions options)
    {
        SpecialTokens names = options.SpecialTokens;
        List<string> pieces =
        [
            names.Classification, names.Padding, names.Separator, names.Unknown, names.Mask,
            .. ByteAlphabet.Characters.Select(character => character.ToString()),
        ];
        if (pieces.Count <= options.VocabularySize) return pieces;
        throw new ClozeException(
            $"A vocabulary of {options.VocabularySize} pieces has no room for the 256 bytes and the "
            + $"{names.All.Count} special tokens.",
            $"Ask for at least {pieces.Count} pieces (`vocabulary_size`), better for a few thousand.");
    }

    private static Tokenizer Create(PieceMerger merger, BytePairTrainerOptions options)
    {
        var vocabulary = Vocabulary.Create(merger.Pieces, options.SpecialTokens);
        string mask = options.SpecialTokens.Mask;
        var definition = new TokenizerDefinition
        {
            Vocabulary = vocabulary,
            ModelPieces = vocabulary.Count,
            Model = new BytePairDefinition { Merges = merger.Merges },
            Options = BytePairSetup.Options(options.ModelMaximumLength),
            AddedTokens =
            [
                .. merger.Pieces.Take(options.SpecialTokens.All.Count).Select((name, id) =>
                    new AddedToken { Id = id, Content = name, Special = true, StripLeft = name == mask }),
            ],
            Template = Template.Plain,
            ClassName = TokenizerClass.Roberta + TokenizerClass.Fast,
        };
        return new Tokenizer(BytePairSetup.Apply(definition, gpt2: false, addSpace: false));
    }
}
