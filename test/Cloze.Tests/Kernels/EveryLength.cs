using Xunit;

namespace Cloze.Tests.Kernels;

/// <summary>What the tests of kernels at every length have in common.</summary>
internal static class EveryLength
{
    public const int Longest = 256;

    private const float Guard = -77;

    public static IEnumerable<int> Lengths => Enumerable.Range(0, Longest + 1);

    public static float[] Normal(int count, uint index, double deviation = 1, double mean = 0)
    {
        var random = new KeyedRandom(11, RandomPurpose.Weights, 0, index);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float)(mean + (deviation * random.NextNormal()));
        return values;
    }

    /// <summary>The values with a margin behind them that nobody may touch.</summary>
    public static float[] Guarded(ReadOnlySpan<float> values)
    {
        float[] guarded = new float[values.Length + 40];
        Array.Fill(guarded, Guard);
        values.CopyTo(guarded);
        return guarded;
    }

    /// <summary>
    /// Each value is near the expected one, by a share of its magnitude: of the sizes that were added up for it. The
    /// margin is untouched.
    /// </summary>
    public static void AssertNear(
        string what, int length, float[] actual, double tolerance, Func<int, (double Value, double Magnitude)> expected)
    {
        for (int i = 0; i < length; i++)
        {
            (double value, double magnitude) = expected(i);
            bool near = Math.Abs(actual[i] - value) <= tolerance * magnitude;
            if (near) continue;
            Assert.Fail($"{what}, value {i} of {length}: {actual[i]:R}, expected {value:R} of {magnitude:R}");
        }

        AssertGuarded(what, length, actual);
    }

    /// <summary>The margin behind so many values is untouched.</summary>
    public static void AssertGuarded(string what, int length, float[] actual) =>
        Assert.True(actual.AsSpan(length).IndexOfAnyExcept(Guard) < 0, $"{what}: written behind {length} values");
}
