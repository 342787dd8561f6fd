namespace Cloze.Text;

/// <summary>
/// The normaliser and the pre-tokeniser of <c>tokenizer.json</c>: BERT's, or put together of parts that are here. A
/// part that is not is refused by its place and name.
/// </summary>
internal static class PipelineJson
{
    private const string Bert = "BertNormalizer", Sequence = "Sequence", Splitter = "WhitespaceSplit";

    private const string NormalizerHint =
        "Of normalizers Cloze understands BertNormalizer, NFD, Lowercase, StripAccents and sequences of these.";

    private const string PreTokenizerHint = "Of pre-tokenizers Cloze understands BertPreTokenizer, Whitespace, "
        + "WhitespaceSplit, and a sequence of WhitespaceSplit and Punctuation.";

    /// <summary>Reads both; null are BERT's own, whose options <see cref="ReadBert"/> gives.</summary>
    /// <exception cref="ClozeException">One is malformed, or of a type that is not understood.</exception>
    public static ComposedPipeline? Read(JsonField root)
    {
        JsonField preTokenizer = root["pre_tokenizer"];
        WordSplit split = Split(preTokenizer);
        JsonField? normalizer = root.Optional("normalizer");
        if (split == WordSplit.Bert && normalizer is { } single && TypeOf(single, NormalizerHint).Text() == Bert)
        {
            return null;
        }

        NormalizerStep[] steps = normalizer is { } found ? [.. Steps(found)] : [];
        return new ComposedPipeline(steps, split, normalizer?.Json ?? "null", preTokenizer.Json);
    }

    /// <summary>The options of BERT's normaliser.</summary>
    /// <exception cref="ClozeException">It is malformed.</exception>
    public static TokenizerOptions ReadBert(JsonField normalizer) => new()
    {
        CleanText = normalizer["clean_text"].Flag(),
        HandleChineseCharacters = normalizer["handle_chinese_chars"].Flag(),
        StripAccents = normalizer.Optional("strip_accents")?.Flag(),
        LowerCase = normalizer["lowercase"].Flag(),
    };

    private static IEnumerable<NormalizerStep> Steps(JsonField field)
    {
        JsonField type = TypeOf(field, NormalizerHint);
        return type.Text() switch
        {
            Bert => Normalizer.StepsOf(ReadBert(field)),
            "NFD" => [NormalizerStep.Decompose],
            "Lowercase" => [NormalizerStep.LowerCase],
            "StripAccents" => [NormalizerStep.RemoveMarks],
            Sequence => field["normalizers"].Items().SelectMany(Steps),
            _ => throw type.Wrong("\"BertNormalizer\" or a part that is understood", NormalizerHint),
        };
    }

    private static WordSplit Split(JsonField field)
    {
        JsonField type = TypeOf(field, PreTokenizerHint);
        return type.Text() switch
        {
            "BertPreTokenizer" => WordSplit.Bert,
            "Whitespace" => WordSplit.WordRuns,
            Splitter => WordSplit.WhiteSpace,
            Sequence => SplitSequence([.. field["pretokenizers"].Items()], field),
            _ => throw type.Wrong("\"BertPreTokenizer\" or one that is understood", PreTokenizerHint),
        };
    }

    private static WordSplit SplitSequence(JsonField[] parts, JsonField field)
    {
        if (parts.Length == 1) return Split(parts[0]);
        if (parts.Length != 2) throw field.Wrong("a sequence of WhitespaceSplit and Punctuation", PreTokenizerHint);
        JsonField first = TypeOf(parts[0], PreTokenizerHint), second = TypeOf(parts[1], PreTokenizerHint);
        if (first.Text() != Splitter) throw first.Wrong($"\"{Splitter}\"", PreTokenizerHint);
        if (second.Text() != "Punctuation") throw second.Wrong("\"Punctuation\"", PreTokenizerHint);
        if (parts[1].Optional("behavior") is { } behavior && behavior.Text() != "Isolated")
        {
            throw behavior.Wrong("\"Isolated\"", PreTokenizerHint);
        }

        return WordSplit.Bert;
    }

    private static JsonField TypeOf(JsonField part, string hint) =>
        part.IsObject ? part["type"] : throw part.Wrong("an object with a type", hint);
}
