namespace Cloze.Text;

/// <summary>
/// BERT's normaliser step by step: clean, set Chinese characters apart, decompose and remove marks, lower-case. Every
/// character keeps the place it came from.
/// </summary>
internal sealed class Normalizer(TokenizerOptions options)
{
    /// <summary>Normalises one part of a text.</summary>
    /// <param name="part">The part.</param>
    /// <param name="offset">Where the part begins in the text.</param>
    public AlignedText Normalize(ReadOnlySpan<char> part, int offset)
    {
        var text = new AlignedText(part, offset);
        if (options.CleanText) text = Clean(text);
        if (options.HandleChineseCharacters) text = SetChineseApart(text);
        if (options.StripsAccents) text = StripMarks(text);
        if (options.LowerCase) text = Lower(text);
        return text;
    }

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
