namespace Cloze.Text;

/// <summary>
/// Steps that let text be cut at spaces, each word with the space before it going its own way: a normaliser that looks
/// at words, and <see cref="MetaspaceStep"/>. Strip, and Replace of spaces that stand side by side, concern the spaces
/// alone.
/// </summary>
internal sealed record MetaspacePlan
{
    private const string SeveralSpaces = " {2,}";

    /// <summary>What words begin with.</summary>
    public required char Mark { get; init; }

    /// <summary>Whether the first word of any part of a text has a mark, or only that of the text.</summary>
    public required MetaspacePrefix Scheme { get; init; }

    /// <summary>The steps that words go through.</summary>
    public required IReadOnlyList<NormalizerStep> WordSteps { get; init; }

    /// <summary>Whether white space parts words and is gone: the mark then stands where the word begins.</summary>
    public bool DropsSpaces { get; init; }

    /// <summary>Whether spaces side by side are one.</summary>
    public bool JoinsSpaces { get; init; }

    /// <summary>Whether spaces at the end of a text are gone.</summary>
    public bool DropsLastSpaces { get; init; }

    /// <summary>The plan of a pipeline; null where text is not to be cut so.</summary>
    public static MetaspacePlan? Of(ComposedPipeline? pipeline)
    {
        if (FindStep(pipeline, out bool dropsSpaces) is not { Scheme: not MetaspacePrefix.Never } words) return null;
        if (dropsSpaces && words.Scheme != MetaspacePrefix.Always) return null;
        bool joins = false, dropsLast = false;
        var steps = new List<NormalizerStep>();
        foreach (NormalizerStep step in pipeline!.Steps)
        {
            if (step is StripStep { Left: false, Right: true }) dropsLast = true;
            else if (JoinsInto(step, words.Mark)) joins = true;
            else if (GoesByWords(step)) steps.Add(step);
            else return null;
        }

        bool keepsSpaces = new Normalizer(steps).Normalize(" ", 0).Characters is " ";
        return !keepsSpaces ? null : new MetaspacePlan
        {
            Mark = words.Mark,
            Scheme = words.Scheme,
            WordSteps = steps,
            DropsSpaces = dropsSpaces,
            JoinsSpaces = joins,
            DropsLastSpaces = dropsLast,
        };
    }

    private static MetaspaceStep? FindStep(ComposedPipeline? pipeline, out bool dropsSpaces)
    {
        dropsSpaces = pipeline?.PreTokenizer is [WordSplitStep { Split: WordSplit.WhiteSpace }, _];
        MetaspaceStep? step = pipeline?.PreTokenizer switch
        {
            [MetaspaceStep alone] => alone,
            [WordSplitStep { Split: WordSplit.WhiteSpace }, MetaspaceStep second] => second,
            _ => null,
        };
        return step is { Splits: true } ? step : null;
    }

    private static bool JoinsInto(NormalizerStep step, char mark) =>
        step is ReplaceStep { Pattern: ExpressionPattern { Expression: SeveralSpaces } } replacement
            && (replacement.Content == " " || replacement.Content == mark.ToString());

    private static bool GoesByWords(NormalizerStep step) => step
        is PrecompiledStep or UnicodeFormStep or CharacterStep or NmtStep
        or ReplaceStep { Pattern: StringPattern { SpansSpaces: false } };
}
