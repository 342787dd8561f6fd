namespace Cloze.Text;

/// <summary>Steps of a normaliser that look at one character after another.</summary>
internal static class CharacterSteps
{
    /// <summary>Control characters go, and all white space becomes plain spaces.</summary>
    public static AlignedText Clean(AlignedText text)
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

    /// <summary>A space before and after each Chinese character.</summary>
    public static AlignedText SetChineseApart(AlignedText text)
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

    /// <summary>BERT's: decomposed, and nonspacing marks gone.</summary>
    public static AlignedText StripMarks(AlignedText text)
    {
        var result = new AlignedText(text.Characters.Length);
        AlignedText decomposed = text.Transform(Decomposition.Of(text, compatible: false));
        foreach ((int scalar, TextSpan origin) in decomposed.Scalars())
        {
            if ((UnicodeData.Properties(scalar) & CharacterProperties.Mark) == 0) result.Append(scalar, origin);
        }

        return result;
    }

    /// <summary>Combining marks of every kind go, as they stand.</summary>
    public static AlignedText RemoveMarks(AlignedText text)
    {
        var result = new AlignedText(text.Characters.Length);
        foreach ((int scalar, TextSpan origin) in text.Scalars())
        {
            if (!UnicodeData.IsCombining(scalar)) result.Append(scalar, origin);
        }

        return result;
    }

    /// <summary>Lower case, one character at a time.</summary>
    public static AlignedText Lower(AlignedText text)
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
