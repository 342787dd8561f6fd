using Xunit;

namespace Cloze.Tests.Masking;

/// <summary>Bounds for counts of random draws with fixed seeds.</summary>
internal static class Statistic
{
    /// <summary>A share within five standard deviations of independent draws.</summary>
    public static void AssertShare(double expected, int count, int total)
    {
        double bound = 5 * Math.Sqrt(expected * (1 - expected) / total);
        Assert.InRange((double)count / total, expected - bound, expected + bound);
    }
}
