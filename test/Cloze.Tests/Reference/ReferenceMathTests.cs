using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Reference;

public class ReferenceMathTests
{
    // Abramowitz and Stegun, table 7.1.
    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.5, 0.5204998778)]
    [InlineData(-1.0, -0.8427007929)]
    [InlineData(2.0, 0.9953222650)]
    [InlineData(7.0, 1.0)]
    public void ErfHasTheTabulatedValues(double x, double expected) =>
        Assert.Equal(expected, ReferenceMath.Erf(x), 1e-10);

    [Theory]
    [InlineData(Activation.Gelu)]
    [InlineData(Activation.GeluTanh)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    public void SlopesAreTheDifferencesOfTheFunction(Activation activation)
    {
        for (double x = -4.05; x < 4; x += 0.1)
        {
            double above = ReferenceMath.Activate(activation, x + 1e-5);
            double below = ReferenceMath.Activate(activation, x - 1e-5);
            Assert.Equal((above - below) / 2e-5, ReferenceMath.Slope(activation, x), 1e-9);
        }
    }

    [Fact]
    public void DropoutKeepsItsShareAndTheMean()
    {
        var dropout = new Dropout(0.25f, 3, 4, 5);
        double[] factors = [.. Enumerable.Range(0, 20_000).Select(i => ReferenceMath.Keep(dropout, i / 100, i % 100))];
        Assert.InRange(factors.Count(factor => factor == 0) / 20_000.0, 0.235, 0.265);
        Assert.InRange(factors.Average(), 0.98, 1.02);
    }
}
