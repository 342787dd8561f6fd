using System.Text;

namespace Cloze.Text;

/// <summary>Spells a text in <see cref="ByteAlphabet"/>.</summary>
internal sealed class ByteLevelNormalizerStep : NormalizerStep
{
    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        var result = new AlignedText(text.Characters.Length);
        Span<char> spelled = stackalloc char[4];
        foreach ((int scalar, TextSpan origin) in text.Scalars())
        {
            int count = ByteAlphabet.Spell(new Rune(scalar), spelled);
            foreach (char character in spelled[..count]) result.Append(character, origin);
        }

        return result;
    }
}
