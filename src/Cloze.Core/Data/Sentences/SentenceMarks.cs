using System.Buffers;
using System.Globalization;
using System.Text;

namespace Cloze.Data;

/// <summary>What characters are to a sentence.</summary>
internal static class SentenceMarks
{
    /// <summary>
    /// The marks that end sentences (Unicode's property Sentence_Terminal, those in use in plain text): of European
    /// scripts, Armenian, Arabic, Urdu, Ethiopic, Burmese, Devanagari, Khmer, Mongolian, Tibetan, Chinese and Japanese.
    /// </summary>
    public const string Ends = ".!?\u2026\u203C\u203D\u2047\u2048\u2049" + "\u0589" + "\u061F\u06D4"
        + "\u1362\u1367\u1368" + "\u104A\u104B" + "\u0964\u0965" + "\u17D4\u17D5" + "\u1803\u1809"
        + "\u0F0D\u0F0E" + WithoutSpace;

    /// <summary>Those of scripts that have no spaces between sentences.</summary>
    private const string WithoutSpace = "\u3002\uFF61\uFF01\uFF1F\uFF0E";

    private static readonly SearchValues<char> _ends = SearchValues.Create(Ends);
    private static readonly SearchValues<char> _withoutSpace = SearchValues.Create(WithoutSpace);

    /// <summary>Whether the character is such a mark.</summary>
    public static bool IsEnd(char character) => _ends.Contains(character);

    /// <summary>Whether the mark ends a sentence though no white space follows.</summary>
    public static bool NeedsNoSpace(char mark) => _withoutSpace.Contains(mark);

    /// <summary>
    /// Whether the character, directly behind a mark, belongs to the sentence before it: a quote or a bracket. Some
    /// languages close with quotes that others open with.
    /// </summary>
    public static bool Closes(char character) => IsPlainQuote(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.ClosePunctuation
            or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.InitialQuotePunctuation;

    /// <summary>Whether the character, behind white space, stands before the first word of a sentence.</summary>
    public static bool Opens(char character) => IsPlainQuote(character) || character is '\u00BF' or '\u00A1'
        || char.GetUnicodeCategory(character) is UnicodeCategory.OpenPunctuation or UnicodeCategory.DashPunctuation
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation;

    /// <summary>The category of the first character of a text that is no quote, bracket or dash before it.</summary>
    /// <param name="text">Begins with no white space.</param>
    public static UnicodeCategory FirstOf(ReadOnlySpan<char> text)
    {
        int at = 0;
        while (at < text.Length && (Opens(text[at]) || char.IsWhiteSpace(text[at]))) at++;
        if (at == text.Length) return UnicodeCategory.OtherPunctuation;
        return Rune.DecodeFromUtf16(text[at..], out Rune rune, out _) == OperationStatus.Done
            ? Rune.GetUnicodeCategory(rune)
            : UnicodeCategory.Surrogate;
    }

    /// <summary>Whether a sentence may begin with it: no small letter, and no comma or the like.</summary>
    public static bool MayBegin(UnicodeCategory first) => first is not (
        UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherPunctuation or UnicodeCategory.ClosePunctuation);

    private static bool IsPlainQuote(char character) => character is '"' or '\'' or '*' or '_' or '`';
}
