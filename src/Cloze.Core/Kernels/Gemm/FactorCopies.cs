using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Cloze.Kernels;

/// <summary>
/// Whether products of 512-bit vectors had better read copies of their factors: a matter of the processor, and of what
/// was measured on it.
/// </summary>
internal static class FactorCopies
{
    private const string Intel = "GenuineIntel";

    // Skylake-SP, Cascade Lake, which was measured, and Cooper Lake, of the same cores.
    private const int Family = 6;
    private const int Model = 85;

    // Copies lost with 19 rows and gain with 128; a guess between them.
    private const int Fewest = 64;

    private static readonly bool s_areFasterHere =
        X86Base.IsSupported && AreFasterOn(Vendor(), X86Base.CpuId(1, 0).Eax);

    /// <summary>Whether <see cref="GemmProduct.CopiesFactors"/> is faster on this machine's processor.</summary>
    public static bool AreFaster(InstructionSet instructionSet) =>
        instructionSet == InstructionSet.Avx512 && s_areFasterHere;

    /// <summary>Whether copies are read often enough: each value once a unit of the other factor.</summary>
    public static bool ArePaidFor(int rows, int columns) => rows >= Fewest && columns >= Fewest;

    /// <summary>Whether it is faster on a processor.</summary>
    /// <param name="vendor">The twelve letters that leaf 0 of CPUID gives.</param>
    /// <param name="signature">EAX of leaf 1: stepping, model and family.</param>
    internal static bool AreFasterOn(string vendor, int signature)
    {
        int family = (signature >> 8) & 0xF, model = ((signature >> 4) & 0xF) | ((signature >> 12) & 0xF0);
        return vendor == Intel && family == Family && model == Model;
    }

    private static string Vendor()
    {
        (_, int ebx, int ecx, int edx) = X86Base.CpuId(0, 0);
        ReadOnlySpan<int> letters = [ebx, edx, ecx];
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(letters));
    }
}
