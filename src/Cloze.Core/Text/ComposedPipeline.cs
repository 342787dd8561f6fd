namespace Cloze.Text;

/// <summary>A normaliser and a pre-tokeniser that are put together of parts and are not BERT's own.</summary>
/// <param name="Steps">What becomes of text.</param>
/// <param name="PreTokenizer">How it is parted into words.</param>
/// <param name="NormalizerJson">The normaliser as <c>tokenizer.json</c> has it.</param>
/// <param name="PreTokenizerJson">The pre-tokeniser as <c>tokenizer.json</c> has it.</param>
internal sealed record ComposedPipeline(
    IReadOnlyList<NormalizerStep> Steps,
    IReadOnlyList<PreTokenizerStep> PreTokenizer,
    string NormalizerJson,
    string PreTokenizerJson)
{
    /// <summary>The steps as BERT's options would say them, for whoever asks.</summary>
    public TokenizerOptions ToOptions() => new()
    {
        LowerCase = Steps.Contains(NormalizerStep.LowerCase),
        StripAccents = Steps.Contains(NormalizerStep.RemoveMarks) || Steps.Contains(NormalizerStep.StripAccents),
        HandleChineseCharacters = Steps.Contains(NormalizerStep.SetChineseApart),
        CleanText = Steps.Contains(NormalizerStep.Clean),
    };

    /// <summary>How pieces say whether they begin a word; null where the steps do not tell.</summary>
    public PieceMarks? Marks =>
        PreTokenizer.Any(step => step is ByteLevelStep) || Steps.Any(step => step is ByteLevelNormalizerStep)
            ? PieceMarks.ByteLevel
            : PreTokenizer.OfType<MetaspaceStep>().FirstOrDefault() is { } metaspace
                ? PieceMarks.Before(metaspace.Mark.ToString())
                : null;
}
