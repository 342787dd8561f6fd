namespace Cloze.Compute;

/// <summary>The time that one operation of a backend took, summed over its calls.</summary>
/// <param name="Phase">The part of a step it belongs to.</param>
/// <param name="Operation">The operation's name in <see cref="Backend"/>.</param>
/// <param name="Calls">Number of calls.</param>
/// <param name="Seconds">Time, as the calling thread waits for it.</param>
/// <param name="Flops">Useful floating point operations, where counted: the matrix products.</param>
public sealed record OperationProfile(
    ProfilePhase Phase, string Operation, long Calls, double Seconds, double Flops);
