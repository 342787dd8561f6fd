using System.Text.Json;
using Cloze.Text;

namespace Cloze.Data;

/// <summary>
/// The options that a store keeps to once it is begun, by the keys that a user knows: what is not given is taken from
/// the store, what is given must be what the store has.
/// </summary>
internal static class StoreChoices
{
    private static readonly Choice[] s_all =
    [
        new(
            "document",
            stored => Word(stored.Document),
            (asked, stored) => asked with { Corpus = asked.Corpus with { DocumentRule = stored.Document } }),
        new(
            "text_field",
            stored => stored.TextField,
            (asked, stored) => asked with { Corpus = asked.Corpus with { TextField = stored.TextField } }),
        new(
            "replace_invalid",
            stored => Word(stored.ReplaceInvalid),
            (asked, stored) => asked with { Corpus = asked.Corpus with { ReplaceInvalid = stored.ReplaceInvalid } }),
        new(
            "held_out",
            stored => FormattableString.Invariant($"{stored.HeldOut}"),
            (asked, stored) => asked with { HeldOut = stored.HeldOut }),
        new(
            "sentences",
            stored => Sentences(stored.SentenceRule),
            (asked, stored) => asked with { Sentences = StoredSentenceRule.ToRule(stored.SentenceRule) }),
        new(
            "near_duplicates",
            stored => NearDuplicates(stored.NearDuplicateRule),
            (asked, stored) => asked with { NearDuplicates = stored.NearDuplicateRule != NearDuplicateRule.None }),
    ];

    private static readonly string[] s_ofANewVocabulary = ["vocabulary_size", "vocabulary_kind", "cased"];

    /// <summary>
    /// Checks that no other vocabulary is asked for than the store has. Who adds files asks for none; who goes on may
    /// give the whole command again.
    /// </summary>
    /// <exception cref="ClozeException">Another one is.</exception>
    public static void RequireVocabulary(string folder, Tokenizer tokenizer, StoreOptions options)
    {
        if (options.Given is not { } given) return;
        string[] asked =
        [
            .. s_ofANewVocabulary.Where(given.Contains)
                .Where(key => options.Append || !Fits(key, tokenizer, options)).Select(key => $"`{key}`"),
        ];
        if (asked.Length == 0) return;
        int pieces = tokenizer.Vocabulary.Count;
        throw new ClozeException(
            FormattableString.Invariant($"{folder} has a vocabulary already, of {pieces:N0} pieces, and ")
            + $"{string.Join(" and ", asked)} would be for a new one.",
            $"Leave {(asked.Length == 1 ? "it" : "them")} out, or prepare the corpus again in another folder.");
    }

    // A corpus may have had too little text for as many pieces as were asked for.
    private static bool Fits(string key, Tokenizer tokenizer, StoreOptions options) => key switch
    {
        "vocabulary_size" => tokenizer.Vocabulary.Count <= options.VocabularySize,
        "cased" => options.Cased != tokenizer.Options.LowerCase,
        _ => (options.VocabularyKind == VocabularyKind.BytePair) == (tokenizer.Definition.Model is BytePairDefinition),
    };

    /// <summary>The options, with the store's in place of those that were not given.</summary>
    public static StoreOptions Take(StoreOptions asked, StoreSettings stored) => asked.Given is not { } given
        ? asked
        : s_all.Where(choice => !given.Contains(choice.Key))
            .Aggregate(asked, (options, choice) => choice.Take(options, stored));

    /// <summary>Checks that what decides the ids is what decided them before.</summary>
    /// <param name="folder">The store's folder, or a part's.</param>
    /// <param name="stored">What decided them.</param>
    /// <param name="asked">What would now.</param>
    /// <param name="options">The options that this is from.</param>
    /// <exception cref="ClozeException">It is something else.</exception>
    public static void RequireSame(string folder, StoreSettings stored, StoreSettings asked, StoreOptions options)
    {
        if (stored == asked) return;
        Choice[] other = [.. s_all.Where(choice => choice.Show(stored) != choice.Show(asked))];
        if (other.Length == 0) throw StoreTokenizer.Other(folder, stored.Tokenizer, asked.Tokenizer);
        string differing = string.Join(
            "; ", other.Select(choice => $"`{choice.Key}` {choice.Show(stored)}, now {choice.Show(asked)}"));
        throw new ClozeException(
            $"{folder} was prepared with {differing}.",
            options.Given is null
                ? "Give the options that it was prepared with, or choose another folder as `output`."
                : $"Leave {(other.Length == 1 ? "it" : "them")} out, as the store's own hold then, or choose another "
                    + "folder as `output`.");
    }

    private static string Word(DocumentRule rule) => JsonNamingPolicy.KebabCaseLower.ConvertName(rule.ToString());

    private static string Word(bool value) => value ? "true" : "false";

    private static string Sentences(int rule) => rule switch
    {
        StoredSentenceRule.None => "none",
        _ when StoredSentenceRule.ToRule(rule) is { } known =>
            JsonNamingPolicy.KebabCaseLower.ConvertName(known.ToString()),
        _ => Unknown(rule),
    };

    private static string NearDuplicates(int rule) => rule switch
    {
        NearDuplicateRule.None => Word(false),
        NearDuplicateRule.Current => Word(true),
        _ => Unknown(rule),
    };

    // Of a later version of Cloze.
    private static string Unknown(int rule) => FormattableString.Invariant($"by rule {rule}");

    /// <summary>An option.</summary>
    /// <param name="Key">Its key.</param>
    /// <param name="Show">Its value in a store, for people.</param>
    /// <param name="Take">Options with the store's value.</param>
    private sealed record Choice(
        string Key, Func<StoreSettings, string> Show, Func<StoreOptions, StoreSettings, StoreOptions> Take);
}
