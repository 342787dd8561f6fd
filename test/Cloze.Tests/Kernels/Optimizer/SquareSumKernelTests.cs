using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

public class SquareSumKernelTests
{
    [Fact]
    public void TheSumAtEveryLength()
    {
        foreach (int length in EveryLength.Lengths)
        {
            float[] values = EveryLength.Normal(length, 1, 1e18);
            double expected = values.Sum(value => (double)value * value);
            Assert.Equal(expected, SquareSumKernel.Sum(values), 1e-14 * expected);
        }
    }
}
