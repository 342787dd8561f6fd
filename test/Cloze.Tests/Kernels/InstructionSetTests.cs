using System.Runtime.Intrinsics.X86;
using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

public class InstructionSetTests
{
    [Fact]
    public void TheBestPathComesFirstAndThePortableOneIsAlwaysThere()
    {
        Assert.Equal(InstructionSet.Portable, InstructionSets.Available[^1]);
        Assert.Equal(InstructionSets.Available.OrderDescending(), InstructionSets.Available);
        Assert.Equal(Avx2.IsSupported && Fma.IsSupported, InstructionSets.Available.Contains(InstructionSet.Avx2));
        Assert.Equal(InstructionSets.Available[0], InstructionSets.Choose(null));
        Assert.Equal(InstructionSets.Available[0], InstructionSets.Choose(""));
    }

    [Theory]
    [InlineData("portable")]
    [InlineData("PORTABLE")]
    public void ANameForcesAPath(string name) => Assert.Equal(InstructionSet.Portable, InstructionSets.Choose(name));

    [Fact]
    public void AnUnknownNameIsAClearError()
    {
        var error = Assert.Throws<ClozeException>(() => InstructionSets.Choose("mmx"));
        Assert.Equal("CLOZE_INSTRUCTION_SET is \"mmx\", which names no instruction set.", error.Message);
        Assert.Contains("portable", error.Hint);
    }

    [Fact]
    public void APathThatTheMachineLacksIsAClearError()
    {
        foreach (InstructionSet missing in Enum.GetValues<InstructionSet>().Except(InstructionSets.Available))
        {
            var error = Assert.Throws<ClozeException>(() => InstructionSets.Require(missing));
            Assert.Contains($"no {InstructionSets.DisplayName(missing)}", error.Message);
        }

        var unknown = Assert.Throws<ClozeException>(() => InstructionSets.Require((InstructionSet)99));
        Assert.StartsWith("This machine has no ", unknown.Message);
    }
}
