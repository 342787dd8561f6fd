namespace Cloze.Text;

/// <summary>The steps round a byte-level byte-pair encoding, as RoBERTa and GPT-2 have them.</summary>
internal static class BytePairSetup
{
    /// <summary>The definition with these steps.</summary>
    /// <param name="definition">Vocabulary, model and added tokens.</param>
    /// <param name="gpt2">
    /// Whether they are GPT-2's, which puts no special tokens round texts and trims no places.
    /// </param>
    /// <param name="addSpace">Whether a text that does not begin with a space gets one.</param>
    public static TokenizerDefinition Apply(TokenizerDefinition definition, bool gpt2, bool addSpace)
    {
        Vocabulary pieces = definition.Vocabulary;
        SpecialTokens names = pieces.SpecialTokens;
        string space = addSpace ? "true" : "false", trim = gpt2 ? "false" : "true";
        string level = "{\"type\":\"ByteLevel\",\"add_prefix_space\":" + space + ",\"trim_offsets\":" + trim
            + ",\"use_regex\":true}";
        string roberta = "{\"type\":\"RobertaProcessing\",\"sep\":[" + Quote(names.Separator) + "," + pieces.SeparatorId
            + "],\"cls\":[" + Quote(names.Classification) + "," + pieces.ClassificationId
            + "],\"trim_offsets\":true,\"add_prefix_space\":" + space + "}";
        return definition with
        {
            Composed = new ComposedPipeline([], [new ByteLevelStep(addSpace, scans: true)], "null", level),
            Template = gpt2
                ? Template.Plain
                : Template.Roberta(
                    (pieces.ClassificationId, names.Classification), (pieces.SeparatorId, names.Separator)),
            Trimming = gpt2 ? null : new OffsetTrimming(addSpace),
            PostProcessorJson = gpt2 ? level : roberta,
            Decoder = new ByteLevelDecoder(),
            DecoderJson = level,
        };
    }

    /// <summary>Text stays as it is.</summary>
    /// <param name="maximumLength">The longest input of the model.</param>
    public static TokenizerOptions Options(int? maximumLength) => new()
    {
        LowerCase = false,
        HandleChineseCharacters = false,
        CleanText = false,
        ModelMaximumLength = maximumLength,
    };

    private static string Quote(string text) =>
        "\"" + System.Text.Json.JsonEncodedText.Encode(text).ToString() + "\"";
}
