using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Tests.Kernels;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>The backends that tests of models run on, by names that a test's title can show.</summary>
internal static class TestBackends
{
    private const string Reference = "Reference";

    /// <summary>The processor's paths that are tested.</summary>
    public static IReadOnlyList<string> ProcessorNames { get; } =
        [.. InstructionPaths.Tested.Select(instructionSet => instructionSet.ToString())];

    /// <summary>The reference and the processor's paths.</summary>
    public static IReadOnlyList<string> Names { get; } = [Reference, .. ProcessorNames];

    /// <summary>Every backend, for theories.</summary>
    public static TheoryData<string> All => [.. Names];

    /// <summary>The processor's paths, for theories.</summary>
    public static TheoryData<string> Processor => [.. ProcessorNames];

    /// <summary>Opens a backend.</summary>
    public static Backend Create(string name, int threads = 1) => name == Reference
        ? new ReferenceBackend()
        : new CpuBackend(threads, Enum.Parse<InstructionSet>(name));
}
