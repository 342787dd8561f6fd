namespace Cloze.Text;

/// <summary>One of Unicode's four normalization forms (UAX 15), of Unicode 9.0 as the reference has it.</summary>
/// <param name="compatible">Whether characters that mean the same become the same: KD and KC.</param>
/// <param name="composes">Whether what was taken apart is put together again: C and KC.</param>
internal sealed class UnicodeFormStep(bool compatible, bool composes) : NormalizerStep
{
    /// <summary>All characters before it, the first combining mark, stay as they are when composed.</summary>
    private const char FirstMark = '\u0300';

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        List<(int Scalar, int Change)> characters = Decomposition.Of(text, compatible);
        return text.Transform(composes ? Composition.Of(characters) : characters);
    }

    /// <inheritdoc/>
    public override bool Keeps(ReadOnlySpan<char> text) => composes && !compatible
        ? !text.ContainsAnyExceptInRange('\0', (char)(FirstMark - 1))
        : System.Text.Ascii.IsValid(text);
}
