using System.Globalization;

namespace Cloze.Text;

/// <summary>
/// Reads a number of a JSON file as Hugging Face's library does: digits as a whole number, then one multiplication or
/// division by a power of ten (serde_json without its feature <c>float_roundtrip</c>). Of numbers with seventeen digits
/// one in four is a unit in the last place beside the nearest double, and that decides between splits of a word whose
/// sums are equal but for rounding.
/// </summary>
internal static class LooseNumber
{
    private const int LongestText = 32, LargestPower = 308;

    private static readonly double[] s_powers = [.. Enumerable.Range(0, LargestPower + 1).Select(PowerOfTen)];

    /// <summary>What the library reads where the shortest text of a number stands.</summary>
    /// <param name="number">A finite number.</param>
    public static double Of(double number)
    {
        Span<byte> text = stackalloc byte[LongestText];
        if (!number.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture)) return number;
        ulong digits = 0;
        int power = 0;
        bool isFraction = false;
        for (int at = 0; at < length; at++)
        {
            byte character = text[at];
            if (character == 'E')
            {
                power += int.Parse(text[(at + 1)..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                break;
            }

            if (character == '.') isFraction = true;
            if (!char.IsAsciiDigit((char)character)) continue;
            digits = digits * 10 + (uint)(character - '0');
            if (isFraction) power--;
        }

        double read = double.CopySign(Scale(digits, power), number);
        return double.IsFinite(read) ? read : number;
    }

    private static double Scale(double value, int power)
    {
        if (power >= 0) return value * s_powers[power];
        if (power >= -LargestPower) return value / s_powers[-power];
        return value / s_powers[LargestPower] / s_powers[-power - LargestPower];
    }

    // The double nearest to it, which Math.Pow does not promise.
    private static double PowerOfTen(int power) =>
        double.Parse(string.Create(CultureInfo.InvariantCulture, $"1E{power}"), CultureInfo.InvariantCulture);
}
