namespace Cloze.Text;

/// <summary>
/// SentencePiece's rules for neural translation: control characters go, odd spaces become plain ones.
/// </summary>
internal sealed class NmtStep : NormalizerStep
{
    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        var result = new AlignedText(text.Characters.Length);
        foreach ((int scalar, TextSpan origin) in text.Scalars())
        {
            if (IsRemoved(scalar)) continue;
            result.Append(IsSpace(scalar) ? ' ' : scalar, origin);
        }

        return result;
    }

    private static bool IsRemoved(int scalar) =>
        scalar is (>= 1 and <= 8) or 0xB or (>= 0xE and <= 0x1F) or 0x7F or 0x8F or 0x9F;

    private static bool IsSpace(int scalar) => scalar is 9 or 0xA or 0xC or 0xD or 0x1680
        or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD;
}
