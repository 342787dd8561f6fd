using Xunit;

namespace Cloze.Tests.Models;

/// <summary>Compares gradients with central differences of a loss in double precision.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    /// <summary>Compares a gradient with the central differences of a loss that reads the values.</summary>
    public static void Compare(string name, double[] values, Func<double> loss, float[] gradient) =>
        AssertAgrees(name, Differences(values, loss), gradient);

    /// <summary>Moves every one of the values in turn; the loss reads them.</summary>
    public static double[] Differences(double[] values, Func<double> loss)
    {
        double[] expected = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            values[i] = value + Step;
            double above = loss();
            values[i] = value - Step;
            double below = loss();
            values[i] = value;
            expected[i] = (above - below) / (2 * Step);
        }

        return expected;
    }

    /// <summary>Compares a gradient with the differences that are expected.</summary>
    public static void AssertAgrees(string name, double[] expected, float[] gradient)
    {
        Assert.Equal(expected.Length, gradient.Length);

        // The rounding of float32 through all layers; what is wrong is off by a thousandth and more.
        double tolerance = 1e-6 + (1e-5 * expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(expected[i] - gradient[i]);
            Assert.True(
                difference <= tolerance,
                $"{name}[{i}]: gradient {gradient[i]}, central difference {expected[i]}, off by {difference:E2}.");
        }
    }
}
