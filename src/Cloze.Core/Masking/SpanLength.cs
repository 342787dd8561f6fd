namespace Cloze.Masking;

/// <summary>
/// Lengths of spans in words, as SpanBERT has them (Joshi et al. 2020): geometric with p = 0.2, of the lengths up to 10
/// alone, so that P(n) = 0.2 · 0.8^(n - 1) / (1 - 0.8^10) and the mean is 3.8 words.
/// </summary>
internal static class SpanLength
{
    /// <summary>The longest span, in words.</summary>
    public const int Longest = 10;

    private const double Success = 0.2;

    /// <summary>The probability of a length in [1, <see cref="Longest"/>].</summary>
    public static double Probability(int length) => Weight(length) / Enumerable.Range(1, Longest).Sum(Weight);

    /// <summary>Draws a length.</summary>
    public static int Draw(ref KeyedRandom random)
    {
        double left = random.NextSingle() * (1 - Math.Pow(1 - Success, Longest));
        double weight = Success;
        int length = 1;
        while (length < Longest && left >= weight)
        {
            left -= weight;
            weight *= 1 - Success;
            length++;
        }

        return length;
    }

    private static double Weight(int length) => Success * Math.Pow(1 - Success, length - 1);
}
