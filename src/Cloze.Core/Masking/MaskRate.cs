using System.Globalization;

namespace Cloze.Masking;

/// <summary>
/// The share of the ordinary tokens that is to be predicted: one for a whole run, or one that changes from its
/// beginning to its end (Ankner et al. 2024).
/// </summary>
/// <param name="First">The share at the beginning of a run.</param>
/// <param name="Last">The share at its end; the same where the rate is constant.</param>
public readonly record struct MaskRate(float First, float Last)
{
    private const string Arrow = "->";

    /// <summary>A rate that does not change.</summary>
    public MaskRate(float rate)
        : this(rate, rate)
    {
    }

    /// <summary>Whether it stays the same.</summary>
    public bool IsConstant => First == Last;

    /// <summary>The greater of the two, for which batches must have room.</summary>
    public float Highest => Math.Max(First, Last);

    /// <summary>A rate that does not change.</summary>
    public static implicit operator MaskRate(float rate) => new(rate);

    /// <summary>The rate at a moment of a run.</summary>
    /// <param name="progress">The share of the run that is done, in [0, 1].</param>
    /// <param name="tail">
    /// The share of the run, at its end, that has the last rate, the first one holding until then; 0 where the rate
    /// goes from the first to the last in a straight line.
    /// </param>
    public double At(double progress, double tail = 0)
    {
        if (tail > 0) return progress >= 1 - tail ? Last : First;
        return First + ((Last - (double)First) * Math.Clamp(progress, 0, 1));
    }

    /// <summary>"0.3" or "0.3->0.15".</summary>
    public override string ToString() => IsConstant
        ? First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First}{Arrow}{Last}");

    /// <summary>Reads what <see cref="ToString"/> writes; null where it is something else.</summary>
    public static MaskRate? TryParse(string text)
    {
        string[] parts = text.Split(Arrow, 3);
        if (parts.Length > 2 || TryParseRate(parts[0]) is not { } first) return null;
        if (parts.Length == 1) return new MaskRate(first);
        return TryParseRate(parts[1]) is { } last ? new MaskRate(first, last) : null;
    }

    private static float? TryParseRate(string text)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign
            | NumberStyles.AllowDecimalPoint
            | NumberStyles.AllowExponent
            | NumberStyles.AllowLeadingWhite
            | NumberStyles.AllowTrailingWhite;
        return float.TryParse(text, style, CultureInfo.InvariantCulture, out float rate) ? rate : null;
    }
}
