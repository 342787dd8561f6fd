using System.Globalization;
using Cloze.Training;

namespace Cloze.Cli.Rendering;

/// <summary>Numbers as people write them, the same in every country.</summary>
internal static class Numbers
{
    private const int HashDigits = 12;
    private const double LeastPercent = 1e-6;

    /// <summary>A number in a format of .NET's.</summary>
    public static string Of(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>
    /// A share with one decimal, <c>12.3 %</c>; a small one with the two digits that count, <c>0.0012 %</c>, so that
    /// unlikely words can be told apart.
    /// </summary>
    public static string Percent(double share)
    {
        double percent = 100 * share;
        return percent switch
        {
            0 => "0 %",
            < LeastPercent => $"< {Of(LeastPercent, "F6")} %",
            < 0.095 => Of(percent, $"F{Decimals(Math.Round(percent, Decimals(percent)))}") + " %",
            _ => Of(percent, "F1") + " %",
        };
    }

    // As many as show two digits that count.
    private static int Decimals(double small) => 1 - (int)Math.Floor(Math.Log10(small));

    /// <summary>Three digits that count, without an exponent: <c>0.00154</c>.</summary>
    public static string Rate(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return Of(value, "G3");
        int decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15);
        string digits = Of(value, $"F{decimals}");
        return decimals > 0 ? digits.TrimEnd('0').TrimEnd('.') : digits;
    }

    /// <summary>A size in decimal units, a small one in such as suit it: "1.2 MB", "48 kB", "312 bytes".</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1000 => Of(bytes, "F0") + " bytes",
        < 9_950 => Of(bytes / 1e3, "F1") + " kB",
        < 999_500 => Of(bytes / 1e3, "F0") + " kB",
        _ => TrainingMemory.Size(bytes),
    };

    /// <summary>How many a second: "1.2 M tokens/s", "48,312 tokens/s".</summary>
    public static string Speed(double perSecond, string noun) =>
        (perSecond < 999_999.5 ? Of(perSecond, "N0") : Of(perSecond / 1e6, "F1") + " M") + $" {noun}/s";

    /// <summary>The first digits of a hash, enough to tell two apart; JSON has them all.</summary>
    public static string Hash(string digits) => digits[..Math.Min(digits.Length, HashDigits)];
}
