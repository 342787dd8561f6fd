using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Cloze.Compute;
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

    // Continuous integration runs the suite once for each path and says which it means.
    [Fact]
    public void TheSuiteRunsOnThePathThatIsExpectedAndBetterOnesAreReallyOff()
    {
        string? expected = InstructionPaths.Expected;
        InstructionSet path = InstructionSets.Choose(
            string.IsNullOrEmpty(expected) ? Environment.GetEnvironmentVariable(InstructionSets.Variable) : expected);
        Assert.Equal(path, InstructionSets.Default);
        using var backend = new CpuBackend(1);
        Assert.Equal($"CPU, {InstructionSets.DisplayName(path)}, 1 thread", backend.Name);
        if (string.IsNullOrEmpty(expected)) return;
        Assert.Equal(path, InstructionSets.Available[0]);
        Assert.Equal(path >= InstructionSet.Avx512, Avx512F.IsSupported);
        Assert.Equal(path >= InstructionSet.Avx2, Avx2.IsSupported);
        if (path < InstructionSet.Avx512) Assert.False(Vector512.IsHardwareAccelerated);
        if (path < InstructionSet.Avx2) Assert.False(Vector256.IsHardwareAccelerated);
    }

    [Fact]
    public void TestsOfEveryPathRunOnAllOfThemOrOnTheExpectedOne()
    {
        Assert.Equal(InstructionSets.Available, InstructionPaths.Choose(null));
        Assert.Equal([InstructionSet.Portable], InstructionPaths.Choose("portable"));
        Assert.Throws<ClozeException>(() => InstructionPaths.Choose("mmx"));
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

    [Theory]
    [InlineData("avx512", "avx2, portable")]
    [InlineData("avx512", "portable")]
    [InlineData("avx2", "portable")]
    public void APathThatAMachineLacksIsAClearError(string missing, string its)
    {
        InstructionSet[] available = [.. its.Split(", ").Select(name => Enum.Parse<InstructionSet>(name, true))];
        var error = Assert.Throws<ClozeException>(() => InstructionSets.Choose(missing, available));
        string name = InstructionSets.DisplayName(Enum.Parse<InstructionSet>(missing, true));
        Assert.Equal($"This machine has no {name}; it has {its}.", error.Message);
    }

    [Fact]
    public void APathThatNoMachineHasIsAClearError()
    {
        var unknown = Assert.Throws<ClozeException>(() => InstructionSets.Require((InstructionSet)99));
        Assert.StartsWith("This machine has no ", unknown.Message);
    }
}
