using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

/// <summary>Which instruction sets this machine has, and which one is used where none is asked for.</summary>
internal static class InstructionSets
{
    /// <summary>The environment variable that forces a path: portable, avx2 or avx512.</summary>
    public const string Variable = "CLOZE_INSTRUCTION_SET";

    /// <summary>
    /// The paths of this machine, the best first: each halves the instructions of the next, and no machine that has
    /// 512-bit vectors was seen to lose by them.
    /// </summary>
    public static IReadOnlyList<InstructionSet> Available { get; } =
        [.. new[] { InstructionSet.Avx512, InstructionSet.Avx2, InstructionSet.Portable }.Where(IsSupported)];

    /// <summary>The path that <see cref="Variable"/> names, else the best one.</summary>
    /// <exception cref="ClozeException">The variable names no path, or one that the machine lacks.</exception>
    public static InstructionSet Default => Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The instruction set's name for people: "AVX-512".</summary>
    public static string DisplayName(InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Avx512 => "AVX-512",
        InstructionSet.Avx2 => "AVX2",
        _ => "portable",
    };

    /// <summary>Checks that the machine has a path that the program asks for.</summary>
    /// <exception cref="ClozeException">The machine lacks it.</exception>
    public static InstructionSet Require(InstructionSet instructionSet) => Require(instructionSet, Available);

    internal static InstructionSet Choose(string? name) => Choose(name, Available);

    // What a machine with these paths answers.
    internal static InstructionSet Choose(string? name, IReadOnlyList<InstructionSet> available)
    {
        if (string.IsNullOrEmpty(name)) return available[0];
        foreach (InstructionSet instructionSet in Enum.GetValues<InstructionSet>())
        {
            bool isMeant = Name(instructionSet).Equals(name, StringComparison.OrdinalIgnoreCase);
            if (isMeant) return Require(instructionSet, available);
        }

        throw new ClozeException(
            $"{Variable} is \"{name}\", which names no instruction set.",
            $"Set it to one of {Names(available)}, or leave it unset to use the best path of the machine.");
    }

    private static InstructionSet Require(InstructionSet instructionSet, IReadOnlyList<InstructionSet> available) =>
        available.Contains(instructionSet)
            ? instructionSet
            : throw new ClozeException(
                $"This machine has no {DisplayName(instructionSet)}; it has {Names(available)}.",
                $"Leave {Variable} unset to use the best path of the machine.");

    private static string Names(IEnumerable<InstructionSet> sets) => string.Join(", ", sets.Select(Name));

    private static string Name(InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Avx512 => "avx512",
        InstructionSet.Avx2 => "avx2",
        _ => "portable",
    };

    private static bool IsSupported(InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Avx512 => Avx512F.IsSupported && Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported,
        InstructionSet.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };
}
