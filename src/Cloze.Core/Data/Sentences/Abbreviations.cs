using System.Globalization;

namespace Cloze.Data;

/// <summary>
/// Words that are written with a full stop which ends no sentence, in English and its neighbours. Which of them is one
/// depends on what follows: a name behind a title, a number behind <c>No.</c>
/// </summary>
internal static class Abbreviations
{
    private const string Titles =
        "Mr Mrs Ms Messrs Mme Mlle Dr Prof St Ste Rev Revd Hon Rt Capt Col Gen Lt Sgt Cpl Maj Cmdr Adm Gov Sen Rep "
        + "Pres Supt Insp Mt Ft Hr Fr Sra Srta Dra Sig vs viz cf ca approx resp bzw vgl";

    private const string BeforeNumbers =
        "No Nos Nr nr Vol Vols vol vols Ch Chs ch chap Chap Sec sec Fig Figs fig figs Eq Eqs eq Art art p pp Par par "
        + "v vv l ll n nn ed Ed Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec";

    private const string DottedThatMayEnd = "a.m p.m A.M P.M";

    private static readonly HashSet<string> _titles = [.. Titles.Split(' ')];
    private static readonly HashSet<string> _beforeNumbers = [.. BeforeNumbers.Split(' ')];
    private static readonly HashSet<string> _mayEnd = [.. DottedThatMayEnd.Split(' ')];

    /// <summary>Whether a sentence so far ends in an abbreviation, whose part the full stop behind it is.</summary>
    /// <param name="sentence">The sentence up to the full stop.</param>
    /// <param name="next">The category of what follows behind white space, quotes passed over.</param>
    public static bool EndsIn(ReadOnlySpan<char> sentence, UnicodeCategory next)
    {
        int start = sentence.Length;
        while (start > 0 && (char.IsLetterOrDigit(sentence[start - 1]) || sentence[start - 1] == '.')) start--;
        ReadOnlySpan<char> word = sentence[start..];
        if (word.IsEmpty) return false;
        bool isNumber = next == UnicodeCategory.DecimalDigitNumber;
        return IsInitial(word)
            || IsDotted(word)
            || IsItemNumber(sentence, start)
            || Contains(_titles, word)
            || (isNumber && Contains(_beforeNumbers, word));
    }

    /// <summary>One capital, as before a name; the English "I" ends sentences.</summary>
    private static bool IsInitial(ReadOnlySpan<char> word) =>
        word.Length == 1 && char.IsUpper(word[0]) && word[0] != 'I';

    /// <summary>Single letters with dots between: "U.S", "e.g"; hours of the day may end a sentence.</summary>
    private static bool IsDotted(ReadOnlySpan<char> word)
    {
        if (word.Length < 3 || word.Length % 2 == 0) return false;
        for (int i = 0; i < word.Length; i++)
        {
            bool isRight = i % 2 == 0 ? char.IsLetter(word[i]) : word[i] == '.';
            if (!isRight) return false;
        }

        return !Contains(_mayEnd, word);
    }

    /// <summary>The number of an item, with nothing before it: "1. Wash the beans."</summary>
    private static bool IsItemNumber(ReadOnlySpan<char> sentence, int start) =>
        !sentence[start..].ContainsAnyExceptInRange('0', '9') && sentence[..start].IsWhiteSpace();

    private static bool Contains(HashSet<string> words, ReadOnlySpan<char> word) =>
        words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);
}
