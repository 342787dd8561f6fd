using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

public class FactorCopiesTests
{
    // The signatures that these processors give.
    [Theory]
    [InlineData("GenuineIntel", 0x50654, true)] // Skylake-SP
    [InlineData("GenuineIntel", 0x50657, true)] // Cascade Lake
    [InlineData("GenuineIntel", 0x5065B, true)] // Cooper Lake
    [InlineData("GenuineIntel", 0x606A6, false)] // Ice Lake-SP
    [InlineData("GenuineIntel", 0x806F8, false)] // Sapphire Rapids
    [InlineData("GenuineIntel", 0x00654, false)] // family 6, model 5
    [InlineData("AuthenticAMD", 0xA10F11, false)] // Zen 4
    [InlineData("AuthenticAMD", 0x50657, false)]
    public void TheyAreFasterOnOneFamilyOfProcessors(string vendor, int signature, bool expected) =>
        Assert.Equal(expected, FactorCopies.AreFasterOn(vendor, signature));

    [Theory]
    [InlineData(64, 64, true)]
    [InlineData(63, 4096, false)]
    [InlineData(4096, 63, false)]
    public void TheyArePaidForByManyRowsAndColumns(int rows, int columns, bool expected) =>
        Assert.Equal(expected, FactorCopies.ArePaidFor(rows, columns));

    [Fact]
    public void TheyAreForVectorsOf512BitsAlone()
    {
        Assert.False(FactorCopies.AreFaster(InstructionSet.Avx2));
        Assert.False(FactorCopies.AreFaster(InstructionSet.Portable));
    }
}
