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

    /// <summary>Normalises one part of a text.</summary>
    /// <param name="part">The part.</param>
    /// <param name="offset">Where the part begins in the text.</param>
    public AlignedText Normalize(ReadOnlySpan<char> part, int offset)
    {
        var text = new AlignedText(part, offset);
        foreach (NormalizerStep step in _steps) text = Apply(step, text);
        return text;
    }

    private static AlignedText Apply(NormalizerStep step, AlignedText text) => step switch
    {
        NormalizerStep.Clean => Clean(text),
        NormalizerStep.SetChineseApart => SetChineseApart(text),
        NormalizerStep.StripAccents => StripMarks(text),
        NormalizerStep.LowerCase => Lower(text),
        NormalizerStep.Decompose => Decompose(text),
        NormalizerStep.RemoveMarks => RemoveMarks(text),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "No such step."),
    };

    private static AlignedText Clean(AlignedText text)
    {
        var result = new AlignedText(text.Characters.Length);
        foreach ((int scalar, TextSpan origin) in text.Scalars())
        {
            CharacterProperties properties = UnicodeData.Properties(scalar);
            if ((properties & CharacterProperties.Removed) != 0) continue;
            result.Append((properties & CharacterProperties.Space) != 0 ? ' ' : scalar, origin);
        }

        return result;
    }

    private static AlignedText SetChineseApart(AlignedText text)
    {
        var result = new AlignedText(text.Characters.Length);
        foreach ((int scalar, TextSpan origin) in text.Scalars())
        {
            bool chinese = (UnicodeData.Properties(scalar) & CharacterProperties.Chinese) != 0;
            if (chinese) result.Append(' ', origin);
            result.Append(scalar, origin);
            if (chinese) result.Append(' ', origin);
        }

        return result;
    }

    private static AlignedText StripMarks(AlignedText text)
    {
        var result = new AlignedText(text.Characters.Length);
        foreach ((int scalar, TextSpan origin) in CanonicalDecomposition.Of(text))
        {
            if ((UnicodeData.Properties(scalar) & CharacterProperties.Mark) == 0) result.Append(scalar, origin);
        }

        return result;
    }

    private static AlignedText Decompose(AlignedText text)
    {
        var result = new AlignedText(text.Characters.Length);
        foreach ((int scalar, TextSpan origin) in CanonicalDecomposition.Of(text)) result.Append(scalar, origin);
        return result;
    }

    private static AlignedText RemoveMarks(AlignedText text)
    {
        var result = new AlignedText(text.Characters.Length);
        foreach ((int scalar, TextSpan origin) in text.Scalars())
        {
            if (!UnicodeData.IsCombining(scalar)) result.Append(scalar, origin);
        }

        return result;
    }

    private static AlignedText Lower(AlignedText text)
    {
        var result = new AlignedText(text.Characters.Length);
        foreach ((int scalar, TextSpan origin) in text.Scalars())
        {
            ReadOnlySpan<int> lower = UnicodeData.Lower(scalar);
            if (lower.IsEmpty) result.Append(scalar, origin);
            foreach (int mapped in lower) result.Append(mapped, origin);
        }

        return result;
    }
}
