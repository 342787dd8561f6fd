namespace Cloze.Text;

/// <summary>The pre-tokeniser of <c>tokenizer.json</c>, put together of parts.</summary>
internal static class PreTokenizerJson
{
    private const string Hint = "Of pre-tokenizers Cloze understands BertPreTokenizer, ByteLevel, Metaspace, "
        + "Whitespace, WhitespaceSplit, Punctuation, Digits, Split, CharDelimiterSplit and sequences of these.";

    /// <summary>Whether it is BERT's own.</summary>
    /// <exception cref="ClozeException">It is no object with a type.</exception>
    public static bool IsBert(JsonField field) => TypeOf(field).Text() == "BertPreTokenizer";

    /// <summary>The steps of a pre-tokeniser.</summary>
    /// <exception cref="ClozeException">It is malformed, or of a type that is not understood.</exception>
    public static IEnumerable<PreTokenizerStep> Steps(JsonField field)
    {
        JsonField type = TypeOf(field);
        return type.Text() switch
        {
            "BertPreTokenizer" => [new WordSplitStep(WordSplit.Bert)],
            "Whitespace" => [new WordSplitStep(WordSplit.WordRuns)],
            "WhitespaceSplit" => [new WordSplitStep(WordSplit.WhiteSpace)],
            "ByteLevel" =>
            [
                new ByteLevelStep(
                    field["add_prefix_space"].Flag(), field.Optional("use_regex")?.Flag() ?? true),
            ],
            "Metaspace" =>
            [
                new MetaspaceStep(
                    MetaspaceJson.Mark(field),
                    MetaspaceJson.Scheme(field),
                    field.Optional("split")?.Flag() ?? true),
            ],
            "Punctuation" =>
            [
                new PatternSplitStep(
                    CharacterPattern.Punctuation, Behavior(field.Optional("behavior"), SplitBehavior.Isolated)),
            ],
            "Digits" =>
            [
                new PatternSplitStep(
                    CharacterPattern.Numbers,
                    field["individual_digits"].Flag() ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
            ],
            "Split" =>
            [
                new PatternSplitStep(
                    PatternJson.Read(field["pattern"]),
                    Behavior(field["behavior"], SplitBehavior.Isolated),
                    field.Optional("invert")?.Flag() ?? false),
            ],
            "CharDelimiterSplit" =>
                [new PatternSplitStep(new StringPattern(field["delimiter"].Text()), SplitBehavior.Removed)],
            "Sequence" => field["pretokenizers"].Items().SelectMany(Steps),
            _ => throw type.Wrong("\"BertPreTokenizer\" or one that is understood", Hint),
        };
    }

    private static JsonField TypeOf(JsonField field) =>
        field.IsObject ? field["type"] : throw field.Wrong("an object with a type", Hint);

    private static SplitBehavior Behavior(JsonField? field, SplitBehavior absent)
    {
        if (field is not { } found) return absent;
        return found.Text() switch
        {
            "Removed" => SplitBehavior.Removed,
            "Isolated" => SplitBehavior.Isolated,
            "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
            "MergedWithNext" => SplitBehavior.MergedWithNext,
            "Contiguous" => SplitBehavior.Contiguous,
            _ => throw found.Wrong(
                "\"Removed\", \"Isolated\", \"MergedWithPrevious\", \"MergedWithNext\" or \"Contiguous\"", Hint),
        };
    }
}
