namespace Cloze.Text;

/// <summary>Takes white space away at the ends of a text.</summary>
internal sealed class StripStep(bool left, bool right) : NormalizerStep
{
    /// <summary>Whether it does so at the beginning.</summary>
    public bool Left => left;

    /// <summary>Whether it does so at the end.</summary>
    public bool Right => right;

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        ReadOnlySpan<char> characters = text.Characters;
        int start = 0, end = characters.Length;
        while (left && start < end && IsWhite(characters[start])) start++;
        while (right && end > start && IsWhite(characters[end - 1])) end--;
        var result = new AlignedText(end - start);
        result.Append(text, start, end);
        return result;
    }

    // No white space is beyond the basic plane.
    private static bool IsWhite(char unit) =>
        !char.IsSurrogate(unit) && (UnicodeData.Properties(unit) & CharacterProperties.White) != 0;
}
