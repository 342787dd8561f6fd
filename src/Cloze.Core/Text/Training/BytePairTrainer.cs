namespace Cloze.Text;

/// <summary>
/// Trains byte-level byte-pair encodings with RoBERTa's steps: merges of the most frequent pair of pieces (Sennrich et
/// al. 2016) in GPT-2's words. The tokenizer is a function of the documents alone, whatever their order and the number
/// of threads; see <c>docs/decisions/0048-training-byte-pairs.md</c>.
/// </summary>
public static class BytePairTrainer
{
    private const int MergesPerReport = 256;

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
        while (merger.Pieces.Count < options.VocabularySize && merger.TryMerge(options.MinimumFrequency))
        {
            cancellation.ThrowIfCancellationRequested();
            if (merger.Pieces.Count % MergesPerReport == 0) progress?.Report(new(count, merger.Pieces.Count));
        }

        progress?.Report(new(count, merger.Pieces.Count));
        return Create(merger, options);
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
