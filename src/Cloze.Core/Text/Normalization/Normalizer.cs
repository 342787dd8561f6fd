namespace Cloze.Text;

/// <summary>
/// A normaliser step by step; BERT's are: clean, set Chinese characters apart, decompose and remove marks, lower-case.
/// Every character keeps the place it came from.
/// </summary>
internal sealed class Normalizer
{
    private readonly NormalizerStep[] _steps;

    /// <summary>Some steps in their order.</summary>
    public Normalizer(IEnumerable<NormalizerStep> steps) => _steps = [.. steps];

    /// <summary>BERT's steps.</summary>
    public Normalizer(TokenizerOptions options)
        : this(StepsOf(options))
    {
    }

    /// <summary>BERT's steps under its options.</summary>
    public static IEnumerable<NormalizerStep> StepsOf(TokenizerOptions options)
    {
        if (options.CleanText) yield return NormalizerStep.Clean;
        if (options.HandleChineseCharacters) yield return NormalizerStep.SetChineseApart;
        if (options.StripsAccents) yield return NormalizerStep.StripAccents;
        if (options.LowerCase) yield return NormalizerStep.LowerCase;
    }

    /// <summary>Whether it is known at a glance that a text stays as it is.</summary>
    public bool Keeps(ReadOnlySpan<char> text)
    {
        foreach (NormalizerStep step in _steps)
        {
            if (!step.Keeps(text)) return false;
        }

        return true;
    }

    /// <summary>Normalises one part of a text.</summary>
    /// <param name="part">The part.</param>
    /// <param name="offset">Where the part begins in the text.</param>
    public AlignedText Normalize(ReadOnlySpan<char> part, int offset)
    {
        var text = new AlignedText(part, offset);
        foreach (NormalizerStep step in _steps) text = step.Apply(text);
        return text;
    }
}
