using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

/// <summary>The instruction sets that tests of every path run on.</summary>
internal static class InstructionPaths
{
    /// <summary>Names the path that a run of the suite is for, where there is one run for each.</summary>
    public const string ExpectedVariable = "CLOZE_EXPECTED_INSTRUCTION_SET";

    /// <summary>All that this machine has, the best first; the expected one alone where one is.</summary>
    public static IReadOnlyList<InstructionSet> Tested { get; } = Choose(Expected);

    /// <summary>The same as rows of a theory.</summary>
    public static TheoryData<InstructionSet> Rows => [.. Tested];

    /// <summary>The expected path's name, or nothing.</summary>
    public static string? Expected => Environment.GetEnvironmentVariable(ExpectedVariable);

    // A path that the machine lacks is refused: a run without rows would pass.
    internal static IReadOnlyList<InstructionSet> Choose(string? expected) =>
        string.IsNullOrEmpty(expected) ? InstructionSets.Available : [InstructionSets.Choose(expected)];
}
