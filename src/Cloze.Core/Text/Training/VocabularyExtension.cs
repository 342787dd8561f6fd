namespace Cloze.Text;

/// <summary>
/// Gives a tokenizer pieces for what it writes in several: frequent words of a text to BERT's, further merges to byte
/// pairs. The result is a function of the documents alone, whatever their order and the number of threads.
/// </summary>
/// <remarks>
/// The words that save the most tokens are taken: occurrences times the pieces that each saves; of equal ones the first
/// in ordinal order. As they are whole words, a piece of theirs can only stand at the beginning of a word: words that
/// begin with none of them are cut as before. See <c>docs/decisions/0039-adapting-a-model.md</c>, and for byte pairs
/// <see cref="BytePairTrainer.Continue"/>.
/// </remarks>
internal static class VocabularyExtension
{
    /// <summary>What is rarer is not taken: too little is there to learn its vector from.</summary>
    public const long FewestOccurrences = 10;

    private const int Examples = 5;
    private const string Hint =
        "Leave `extend_vocabulary` out: the vocabulary fits the text already, or the text is too small.";

    /// <summary>The tokenizer with the pieces that it gains from a text.</summary>
    /// <param name="tokenizer">The tokenizer: BERT's, or byte-level byte pairs.</param>
    /// <param name="documents">The texts, gone through once.</param>
    /// <param name="count">The most pieces.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="ClozeException">
    /// The tokenizer is of another kind; nothing could be taken; a temporary file cannot be written.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Tokenizer Extend(
        Tokenizer tokenizer,
        IEnumerable<string> documents,
        int count,
        int threads,
        CancellationToken cancellation = default)
    {
        if (tokenizer.Definition.Composed is null)
        {
            return ExtendWords(tokenizer, documents, count, threads, cancellation);
        }

        return IsByteLevel(tokenizer.Definition)
            ? ExtendPairs(tokenizer, documents, count, threads, cancellation)
            : throw Unsupported(tokenizer.Definition);
    }

    /// <summary>The new ids, each with those that wrote its piece before.</summary>
    /// <param name="before">The tokenizer as it was.</param>
    /// <param name="now">What <see cref="Extend"/> made of its vocabulary.</param>
    public static IEnumerable<(int Id, int[] Before)> Gained(Tokenizer before, Vocabulary now)
    {
        var spelling = new PieceSpelling(before.Definition);
        return Enumerable.Range(before.Vocabulary.Count, now.Count - before.Vocabulary.Count)
            .Select(id => (id, spelling.Ids(now[id])));
    }

    /// <summary>A sentence about what <see cref="Extend"/> made.</summary>
    /// <param name="before">The tokenizer as it was.</param>
    /// <param name="after">The tokenizer as it is.</param>
    public static string Describe(Tokenizer before, Tokenizer after)
    {
        IEnumerable<string> gained = after.Vocabulary.Pieces.Skip(before.Vocabulary.Count);
        int count = after.Vocabulary.Count - before.Vocabulary.Count;
        if (before.Definition.Composed is null)
        {
            string words = Printable.Line(string.Join(", ", gained.Take(Examples)));
            return count == 1
                ? $"1 word of the text is a piece of its own now: {words}."
                : $"{count} words of the text are pieces of their own now, the first of them {words}.";
        }

        string pieces = Printable.Line(
            string.Join(", ", gained.Take(Examples).Select(piece => $"'{ByteAlphabet.Decode(piece)}'")));
        return count == 1
            ? $"1 more merge was learned from the text: {pieces}."
            : $"{count} more merges were learned from the text, the first of them {pieces}.";
    }

    private static Tokenizer ExtendWords(
        Tokenizer tokenizer, IEnumerable<string> documents, int count, int threads, CancellationToken cancellation)
    {
        var options = new WordPieceTrainerOptions { Threads = threads, Tokenizer = tokenizer.Options };
        using var table = new WordTable(options.WordLimit);
        WordPieceTrainer.CountWords(documents, table, options, progress: null, cancellation);
        string[] words = Choose(tokenizer, table.Words(), count);
        if (words.Length > 0) return WithoutLosses(tokenizer, words, table);
        throw new ClozeException(
            $"No word of the text that occurs {FewestOccurrences} times is cut into several pieces.", Hint);
    }

    private static Tokenizer ExtendPairs(
        Tokenizer tokenizer, IEnumerable<string> documents, int count, int threads, CancellationToken cancellation)
    {
        int before = tokenizer.Vocabulary.Count;
        var options = new BytePairTrainerOptions
        {
            VocabularySize = before + count,
            MinimumFrequency = FewestOccurrences,
            Threads = threads,
        };
        Tokenizer extended = BytePairTrainer.Continue(tokenizer, documents, options, cancellation);
        if (extended.Vocabulary.Count > before) return extended;
        throw new ClozeException(
            $"No two pieces that could be merged stand side by side {FewestOccurrences} times in words of the text.",
            Hint);
    }

    private static bool IsByteLevel(TokenizerDefinition definition) =>
        definition.Model is BytePairDefinition { Prefix.Length: 0, ByteFallback: false }
            && definition.Composed?.Marks == PieceMarks.ByteLevel;

    private static ClozeException Unsupported(TokenizerDefinition definition) => new(
        definition.Model switch
        {
            WordPieceDefinition => "The model's WordPiece vocabulary has a normaliser or a pre-tokeniser that is not "
                + "BERT's",
            BytePairDefinition => "The model's byte pairs are of characters and not of bytes",
            TokenModelDefinition model => $"The model's vocabulary is of the kind {model.Kind}",
        } + "; only BERT's word pieces and byte-level byte pairs can be extended.",
        "Leave `extend_vocabulary` out: the model learns the text in the pieces that it has.");

    private static string[] Choose(Tokenizer tokenizer, IEnumerable<WordCount> words, int count)
    {
        var ids = new List<int>();
        var saving = new List<WordCount>();
        foreach (WordCount word in words)
        {
            if (word.Count < FewestOccurrences || word.Word.AsSpan().ContainsAnyInRange('0', '9')) continue;
            if (tokenizer.Vocabulary.TryGetId(word.Word, out _)) continue;
            ids.Clear();
            tokenizer.AppendIds(word.Word, ids);
            if (ids.Count < 2 || ids.Exists(tokenizer.Vocabulary.IsSpecial)) continue;
            saving.Add(new WordCount(word.Word, word.Count * (ids.Count - 1)));
            if (saving.Count >= 2L * count) Trim(saving, count);
        }

        Trim(saving, count);
        return [.. saving.Select(word => word.Word)];
    }

    private static void Trim(List<WordCount> saving, int count)
    {
        saving.Sort(WordCount.CompareByCount);
        if (saving.Count > count) saving.RemoveRange(count, saving.Count - count);
    }

    // A new piece takes the beginning of longer words, too. Where the rest of such a word then cannot be written, the
    // piece is given up: no word of the text becomes unknown.
    private static Tokenizer WithoutLosses(Tokenizer tokenizer, string[] words, WordTable table)
    {
        while (true)
        {
            var extended = new Tokenizer(TokenizerExtension.Extend(tokenizer.Definition, words));
            HashSet<string> harmful = FindHarmful(tokenizer, extended, words, table);
            if (harmful.Count == 0) return extended;
            words = [.. words.Where(word => !harmful.Contains(word))];
        }
    }

    private static HashSet<string> FindHarmful(
        Tokenizer before, Tokenizer after, string[] words, WordTable table)
    {
        HashSet<string> pieces = [.. words], harmful = [];
        foreach (WordCount word in table.Words())
        {
            string? beginning = LongestBeginning(word.Word, pieces);
            if (beginning is null || beginning == word.Word) continue;
            if (IsWritten(before, word.Word) && !IsWritten(after, word.Word)) harmful.Add(beginning);
        }

        return harmful;
    }

    private static string? LongestBeginning(string word, HashSet<string> pieces)
    {
        var lookup = pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int length = word.Length; length > 0; length--)
        {
            if (lookup.TryGetValue(word.AsSpan(0, length), out string? piece)) return piece;
        }

        return null;
    }

    private static bool IsWritten(Tokenizer tokenizer, string word)
    {
        var ids = new List<int>();
        tokenizer.AppendIds(word, ids);
        return !ids.Contains(tokenizer.Vocabulary.UnknownId);
    }
}
