using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>Values for the kernels' tests, and comparisons by magnitude.</summary>
internal static class Values
{
    /// <summary>Numbers of about the standard normal distribution, the same for one seed.</summary>
    public static float[] Normal(int count, int seed, float scale = 1)
    {
        var random = new KeyedRandom((ulong)seed, RandomPurpose.Weights, 0, 0);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float)random.NextNormal() * scale;
        return values;
    }

    /// <summary>Whole numbers in [0, limit).</summary>
    public static int[] Integers(int count, int limit, int seed)
    {
        var random = new KeyedRandom((ulong)seed, RandomPurpose.Order, 0, 0);
        int[] values = new int[count];
        for (int i = 0; i < count; i++) values[i] = random.NextInteger(limit);
        return values;
    }

    /// <summary>Each value within a tolerance, in units of the larger of 1 and the expected value's size.</summary>
    public static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - (double)actual[i]);
            if (error <= tolerance * Math.Max(1, Math.Abs(expected[i]))) continue;
            Assert.Fail($"{what}[{i}] is {actual[i]}, expected {expected[i]} within {tolerance}.");
        }
    }

    /// <summary>The tolerance of an activation that is rounded once, and of float32.</summary>
    public static double Rounding(int elementSize) => elementSize == 2 ? 1.0 / 250 : 2e-6;
}
