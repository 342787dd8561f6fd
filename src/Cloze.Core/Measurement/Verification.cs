namespace Cloze.Measurement;

/// <summary>What a measurement checks before it believes a time: a wrong result may be as fast as it likes.</summary>
internal static class Verification
{
    /// <exception cref="ClozeException">The values differ by more than the tolerance, or one is not finite.</exception>
    public static void Near(string what, double expected, double actual, double tolerance)
    {
        if (Math.Abs(expected - actual) <= tolerance) return;
        throw Wrong(FormattableString.Invariant($"{what} is {actual}, expected {expected} within {tolerance}"));
    }

    /// <exception cref="ClozeException">The later value is not below the earlier, or one is not finite.</exception>
    public static void Falls(string what, double first, double last)
    {
        if (last < first) return;
        throw Wrong(FormattableString.Invariant($"{what} went from {first} to {last}, expected to fall"));
    }

    private static ClozeException Wrong(string finding) => new(
        $"The engine computes wrongly on this machine: {finding}.",
        $"Set {Kernels.InstructionSets.Variable}=portable to compute without special instructions, and report it.");
}
