namespace Cloze.Text;

/// <summary>
/// Puts decomposed characters together again: from Unicode's form D to C, and from KD to KC (UAX 15).
/// </summary>
internal static class Composition
{
    private const int FirstLeading = 0x1100, FirstVowel = 0x1161, FirstTrailing = 0x11A7, FirstSyllable = 0xAC00;
    private const int Leading = 19, Vowels = 21, Trailing = 28;

    /// <summary>The composed characters, with their changes added up.</summary>
    /// <param name="decomposed">Decomposed characters in canonical order, each with its change.</param>
    public static List<(int Scalar, int Change)> Of(List<(int Scalar, int Change)> decomposed)
    {
        var result = new List<(int Scalar, int Change)>(decomposed.Count);
        int starter = -1, lastOrder = 0;
        foreach ((int scalar, int change) in decomposed)
        {
            int order = UnicodeData.MarkOrder(scalar);
            bool adjacent = starter == result.Count - 1;
            if (starter >= 0 && (adjacent || lastOrder < order) && Compose(result[starter].Scalar, scalar) is { } whole)
            {
                result[starter] = (whole, result[starter].Change + change - 1);
                continue;
            }

            if (order == 0) starter = result.Count;
            lastOrder = order;
            result.Add((scalar, change));
        }

        return result;
    }

    // No composition is 0, and none ends in a character that is none.
    private static int? Compose(int first, int second)
    {
        if (first - FirstLeading is >= 0 and < Leading && second - FirstVowel is >= 0 and < Vowels)
        {
            return FirstSyllable + ((((first - FirstLeading) * Vowels) + second - FirstVowel) * Trailing);
        }

        bool open = UnicodeData.IsHangul(first) && (first - FirstSyllable) % Trailing == 0;
        if (open && second - FirstTrailing is > 0 and < Trailing) return first + second - FirstTrailing;
        return UnicodeData.Composed(first, second);
    }
}
