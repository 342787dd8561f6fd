using System.Text;

namespace Cloze.Text;

/// <summary>Writes something before a text that is not empty; it stands where the text begins.</summary>
internal sealed class PrependStep(string content) : NormalizerStep
{
    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        if (text.Characters.IsEmpty) return text;
        var result = new AlignedText(text.Characters.Length + content.Length);
        foreach (Rune rune in content.EnumerateRunes()) result.Append(rune.Value, text.Origins[0]);
        result.Append(text, 0, text.Characters.Length);
        return result;
    }
}
