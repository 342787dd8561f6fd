using System.Globalization;
using System.Text;

namespace Cloze.Text;

/// <summary>The characters of words as regular expressions count them, <c>\w</c> of UTS 18.</summary>
internal static class WordCharacter
{
    /// <summary>
    /// Whether a character is alphabetic, a mark, a decimal digit, a connector or one of the two joiners. Alphabetic
    /// symbols are the circled, squared and other enclosed Latin letters.
    /// </summary>
    public static bool Is(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        <= UnicodeCategory.LetterNumber => true,
        UnicodeCategory.ConnectorPunctuation => true,
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        UnicodeCategory.OtherSymbol => rune.Value is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149)
            or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189),
        _ => false,
    };
}
