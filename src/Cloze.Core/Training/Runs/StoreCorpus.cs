using Cloze.Data;
using Cloze.Masking;

namespace Cloze.Training;

/// <summary>A corpus that was prepared before, as the corpus of a run.</summary>
internal static class StoreCorpus
{
    private static readonly string[] s_decided =
        ["document", "text_field", "replace_invalid", "held_out", "near_duplicates"];

    /// <summary>Whether the options name a store as their corpus.</summary>
    public static bool IsNamed(TrainingOptions options) => options.Data is [{ } path] && CorpusStore.Exists(path);

    /// <summary>
    /// The options with what the store decided in them; of a corpus of text they are what they were.
    /// </summary>
    /// <exception cref="ClozeException">
    /// The store cannot be used, an option says something else than the store, or other paths are named beside it.
    /// </exception>
    public static TrainingOptions Complete(TrainingOptions asked)
    {
        if (asked.Data?.FirstOrDefault(CorpusStore.Exists) is not { } path) return asked;
        if (asked.Data.Count > 1)
        {
            throw new ClozeException(
                $"`data` names the store {path} and other paths, expected the store alone.",
                "Append the other files to the store with cloze prepare, or name text alone.");
        }

        if (asked.ExtendVocabulary is not null) throw NeedsText(path);
        StoreSettings settings = CorpusStore.ReadSettings(path, out string tokenizer);
        TrainingOptions decided = Decided(settings);
        foreach (string key in s_decided) Require(TrainingOptionTable.Of(key), asked, decided, path);
        bool takesOwn = asked.Tokenizer is null && asked.From is null;
        bool asksForOne = asked.VocabularySize is not null || asked.VocabularyKind is not null || asked.Cased == true;
        if (takesOwn && asksForOne)
        {
            throw new ClozeException(
                $"The store {path} has a vocabulary already, and a new one is asked for.",
                "Leave `vocabulary_size`, `vocabulary_kind` and `cased` out, or prepare the corpus again.");
        }

        if (takesOwn) StoreTokenizer.Require(tokenizer, settings);
        bool hasPairs = asked.LearnsPairs;
        if (hasPairs && decided.Sentences is null) throw WithoutSentences(path);
        if (hasPairs) Require(TrainingOptionTable.Of("sentences"), asked, decided, path);
        return asked.With(decided with
        {
            Sentences = hasPairs ? decided.Sentences : null,
            HeldOut = asked.Validation is null ? settings.HeldOut : null,
            NearDuplicates = null,
            Tokenizer = takesOwn ? tokenizer : null,
        });
    }

    private static ClozeException NeedsText(string path) => new(
        $"`extend_vocabulary` learns words of text, and {path} is a prepared store.",
        "Leave it out, or name the text itself as `data`.");

    /// <summary>The error of a store that is asked for sentence pairs.</summary>
    private static ClozeException WithoutSentences(string path) => new(
        $"The store {path} was prepared without sentences, which an `objective` with pairs needs.",
        "Prepare it with `sentences` text (or line), or leave `objective` out.");

    /// <summary>Opens the sequences that are trained on.</summary>
    /// <exception cref="ClozeException">The store cannot be used, or has another vocabulary.</exception>
    public static ISequenceSource Open(string path, StoreHalf half, PieceTable pieces, int sequenceLength)
    {
        var store = CorpusStore.Open(path, half);
        try
        {
            return new StoredSequences(store, half, pieces, sequenceLength, ownsStore: true);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Opens the documents of a half, sentence by sentence.</summary>
    /// <exception cref="ClozeException">The store cannot be used, or has another vocabulary.</exception>
    public static ISequenceSource OpenDocuments(string path, StoreHalf half, PieceTable pieces)
    {
        var store = CorpusStore.Open(path, half);
        try
        {
            return new StoredDocumentRows(store, half, pieces);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static TrainingOptions Decided(StoreSettings settings) => new()
    {
        Document = settings.Document,
        TextField = settings.TextField,
        ReplaceInvalid = settings.ReplaceInvalid,
        HeldOut = settings.HeldOut,
        NearDuplicates = settings.NearDuplicateRule != NearDuplicateRule.None,
        Sentences = StoredSentenceRule.ToRule(settings.SentenceRule),
    };

    private static void Require(TrainingOption option, TrainingOptions asked, TrainingOptions decided, string path)
    {
        if (option.Get(asked) is not { } value) return;
        (string given, string stored) = (option.Kind.Show(value), option.Kind.Show(option.Get(decided)!));
        if (given == stored) return;
        throw new ClozeException(
            $"The store {path} was prepared with `{option.Key}` {stored}, now {given} is asked for.",
            $"Leave `{option.Key}` out, or prepare the corpus again with it.");
    }
}
