namespace Cloze.Text;

/// <summary>The normaliser of <c>tokenizer.json</c>, put together of parts.</summary>
internal static class NormalizerJson
{
    /// <summary>BERT's own, by its type.</summary>
    public const string Bert = "BertNormalizer";

    private const string Hint = "Of normalizers Cloze understands BertNormalizer, NFC, NFD, NFKC, NFKD, Lowercase, "
        + "StripAccents, Strip, Replace, Prepend, Nmt, ByteLevel, Precompiled and sequences of these.";

    /// <summary>The type of a normaliser.</summary>
    /// <exception cref="ClozeException">It is no object with a type.</exception>
    public static JsonField TypeOf(JsonField field) =>
        field.IsObject ? field["type"] : throw field.Wrong("an object with a type", Hint);

    /// <summary>The steps of a normaliser.</summary>
    /// <exception cref="ClozeException">It is malformed, or of a type that is not understood.</exception>
    public static IEnumerable<NormalizerStep> Steps(JsonField field)
    {
        JsonField type = TypeOf(field);
        return type.Text() switch
        {
            Bert => Normalizer.StepsOf(ReadBert(field)),
            "NFC" => [NormalizerStep.Compose],
            "NFD" => [NormalizerStep.Decompose],
            "NFKC" => [NormalizerStep.ComposeCompatible],
            "NFKD" => [NormalizerStep.DecomposeCompatible],
            "Lowercase" => [NormalizerStep.LowerCase],
            "StripAccents" => [NormalizerStep.RemoveMarks],
            "Strip" => [new StripStep(field["strip_left"].Flag(), field["strip_right"].Flag())],
            "Replace" => [new ReplaceStep(PatternJson.Read(field["pattern"]), field["content"].Text())],
            "Prepend" => [new PrependStep(field["prepend"].Text())],
            "Nmt" => [new NmtStep()],
            "ByteLevel" => [new ByteLevelNormalizerStep()],
            "Precompiled" => [new PrecompiledStep(PrecompiledJson.Read(field["precompiled_charsmap"]))],
            "Sequence" => field["normalizers"].Items().SelectMany(Steps),
            _ => throw type.Wrong("\"BertNormalizer\" or a part that is understood", Hint),
        };
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
}
