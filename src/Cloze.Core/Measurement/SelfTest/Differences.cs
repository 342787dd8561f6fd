namespace Cloze.Measurement;

/// <summary>How far values are from those expected.</summary>
internal static class Differences
{
    /// <summary>
    /// The greatest difference, each as a share of the expected value's size plus the root mean square of all: a value
    /// near zero is a sum of larger ones, and cannot be better than they are. Not a number where one is none.
    /// </summary>
    public static double Largest(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        double size = RootMeanSquare(expected), largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs((double)expected[i] - actual[i]);
            if (difference == 0) continue;
            double share = difference / (Math.Abs((double)expected[i]) + size);
            if (!(share <= largest)) largest = share;
            if (double.IsNaN(largest)) return largest;
        }

        return largest;
    }

    /// <summary>The length of the difference as a share of the length of the expected values.</summary>
    public static double Relative(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        double squares = 0, all = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = (double)expected[i] - actual[i];
            squares += difference * difference;
            all += (double)expected[i] * expected[i];
        }

        return squares == 0 ? 0 : Math.Sqrt(squares / all);
    }

    private static double RootMeanSquare(ReadOnlySpan<float> values)
    {
        double squares = 0;
        foreach (float value in values) squares += (double)value * value;
        return Math.Sqrt(squares / Math.Max(values.Length, 1));
    }
}
