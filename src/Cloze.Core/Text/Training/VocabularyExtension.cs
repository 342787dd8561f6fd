namespace Cloze.Text;

/// <summary>
/// Makes frequent words of a text pieces of their own in a vocabulary that writes them in several. The result is a
/// function of the documents alone, whatever their order and the number of threads.
/// </summary>
/// <remarks>
/// The words that save the most tokens are taken: occurrences times the pieces that each saves; of equal ones the first
/// in ordinal order. As they are whole words, a piece of theirs can only stand at the beginning of a word: words that
/// begin with none of them are cut as before. See <c>docs/decisions/0039-adapting-a-model.md</c>.
/// </remarks>
internal static class VocabularyExtension
{
    /// <summary>A rarer word is not taken: too little is there to learn its vector from.</summary>
    public const long FewestOccurrences = 10;

    /// <summary>The tokenizer with the words of a text that it gains.</summary>
    /// <param name="tokenizer">The tokenizer; it is BERT's, in its normalisation.</param>
    /// <param name="documents">The texts, gone through once.</param>
    /// <param name="count">The most words.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="ClozeException">
    /// The tokenizer's normalisation is not BERT's; no word could be taken; a temporary file cannot be written.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Tokenizer Extend(
        Tokenizer tokenizer,
        IEnumerable<string> documents,
        int count,
        int threads,
        CancellationToken cancellation = default)
    {
        RequireBert(tokenizer);
        var options = new WordPieceTrainerOptions { Threads = threads, Tokenizer = tokenizer.Options };
        using var table = new WordTable(options.WordLimit);
        WordPieceTrainer.CountWords(documents, table, options, progress: null, cancellation);
        string[] words = Choose(tokenizer, table.Words(), count);
        if (words.Length > 0) return WithoutLosses(tokenizer, words, table);
        throw new ClozeException(
            $"No word of the text that occurs {FewestOccurrences} times is cut into several pieces.",
            "Leave `extend_vocabulary` out: the vocabulary fits the text already, or the text is too small.");
    }

    private static void RequireBert(Tokenizer tokenizer)
    {
        if (tokenizer.Definition.Composed is null) return;
        throw new ClozeException(
            "The model's tokenizer normalises text in steps of its own, and only BERT's vocabularies can be extended.",
            "Leave `extend_vocabulary` out.");
    }

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
