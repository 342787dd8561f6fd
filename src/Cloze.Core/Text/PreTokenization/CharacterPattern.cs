using System.Text;

namespace Cloze.Text;

/// <summary>Every character of a kind, each for itself.</summary>
internal sealed class CharacterPattern(Func<int, bool> isOfKind) : TextPattern
{
    /// <summary>Punctuation as BERT's pre-tokeniser has it.</summary>
    public static CharacterPattern Punctuation { get; } =
        new(scalar => (UnicodeData.Properties(scalar) & CharacterProperties.Punctuation) != 0);

    /// <summary>Numbers of all kinds.</summary>
    public static CharacterPattern Numbers { get; } = new(UnicodeData.IsNumeric);

    /// <inheritdoc/>
    public override List<(int Start, int End)> Matches(ReadOnlySpan<char> text)
    {
        var matches = new List<(int, int)>();
        for (int at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text[at..], out Rune rune, out int units);
            if (isOfKind(rune.Value)) matches.Add((at, at + units));
            at += units;
        }

        return matches;
    }
}
